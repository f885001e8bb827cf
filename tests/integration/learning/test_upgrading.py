"""An upgrade keeps what was drawn and what was said, parts answers from people, and can be taken back."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connections

from support.database import TestDatabase

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "assessor"])
TABLES = ("audits_caseaudit", "audits_frame", "training_attendance", "training_answer", "training_invitation")
BEFORE = (
    """insert into audits_caseaudit (key, title, question, topic, agreed_as, procedure, since, until, strata, "each",
        seed, frame, digest, drawn_by, drawn_at, report)
        values ('FT-1', 't', 'q', '', '', 'p', '2013-01-01', '2013-02-01', 'none', 1,
        's', '[["All", "d-1"], ["All", "d-2"]]', 'd', 'x', now(), '')""",
    """insert into training_course (id, title, words, recommendation, taught_by, made_by, made_at)
        values ('c', 't', '', 'FT', 'board', 'x', now())""",
    """insert into training_session (id, course_id, begins_at, place, by_whom, held_event)
        values ('s', 'c', now(), 'p', 'b', 'e')""",
    """insert into training_attendance (session_id, person, agency, team)
        values ('s', 'digest-1', 'a', 't'), ('s', 'digest-2', 'a', 't')""",
    """insert into training_answer (session_id, stage, person, use, words, at)
        values ('s', 'straight after', 'digest-1', 'yes', 'I ask about sleep.', now())""",
)


def test_answers_and_frames_come_through_and_no_answer_leads_to_a_person(tests_database: TestDatabase) -> None:
    with tests_database.empty():
        _migrate("audits", "0002")
        _migrate("training", "0003")
        for statement in BEFORE:
            _as_owner(statement)
        _migrate()
        assert _as_owner("select cases::text from audits_frame") == [('[["All", "d-1"], ["All", "d-2"]]',)]
        ((identity, *said),) = _as_owner("select * from training_answer")
        assert said == ["straight after", "yes", "I ask about sleep.", "s"] and len(identity) == 32
        assert _as_owner("select person, stage from training_invitation order by 1, 2") == [
            ("digest-1", "three months later"),
            ("digest-2", "straight after"),
            ("digest-2", "three months later"),
        ]
        _migrate("training", "0001")
        _migrate("audits", "0001")
        assert _as_owner("select frame::text from audits_caseaudit") == [('[["All", "d-1"], ["All", "d-2"]]',)]
        _migrate()
        assert len(_as_owner("select * from audits_frame")) == 1


def _migrate(*to: str) -> None:
    call_command("migrate", *to, database="owner", verbosity=0, interactive=False)


def _as_owner(statement: str) -> list[tuple[str, ...]]:
    """Past row-level security, which the owner is held to as well, for as long as this statement takes."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("select relname from pg_class where relname = any(%s)", [list(TABLES)])
        held = [each for (each,) in cursor.fetchall()]
        for table in held:
            cursor.execute(f"alter table {table} no force row level security")
        cursor.execute(statement)
        found = cursor.fetchall() if cursor.description else []
        for table in held:
            cursor.execute(f"alter table {table} force row level security")
    return found

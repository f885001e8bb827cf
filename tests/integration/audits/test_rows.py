"""The database lets nobody write a row of an audit whom the pages would refuse: asked directly, as the application."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from followthrough.service.core.viewer import acting
from followthrough.service.learning.audits import actions
from followthrough.service.learning.audits.models import CaseAudit, Frame, SelfAudit
from followthrough.service.learning.audits.policies import CannotAudit
from followthrough.service.learning.audits.standards import STANDARDS
from integration.audits.test_cases import cases, drawn, shared
from integration.sharing.world import World

__all__ = ["shared"]  # a fixture


def changed(world: World, name: str, statement: str, *values: Any) -> int:
    """How many rows somebody wrote; refused is none."""
    with acting(world.viewer(name)):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, values)
                return int(cursor.rowcount)
        except ProgrammingError as refused:
            assert (
                "permission denied" in str(refused)
                or "row-level security" in str(refused)
                or "does not" in str(refused)
                or "before it is sent" in str(refused)
            ), refused
            return 0


@pytest.fixture
def audit(shared: World) -> CaseAudit:
    """Four cases of social care."""
    return drawn(shared)


NEW_AUDIT = """
    insert into audits_caseaudit (key, title, question, topic, agreed_as, procedure, since, until, strata, "each", seed,
        digest, drawn_by, drawn_at, report)
    values (%s, 'x', 'x', '', '', 'x', '2013-01-01', '2013-02-01', 'none', 1, 'x', 'x', %s, now(), '')
"""


def test_only_the_boards_keepers_draw(shared: World, audit: CaseAudit) -> None:
    for n, other in enumerate(("duty.manager", "day", "named.nurse", "policy.lead")):
        assert changed(shared, other, NEW_AUDIT, f"FT-{n}", shared.viewer(other).practitioner_id) == 0
    keeper = shared.viewer("board.manager").practitioner_id
    assert changed(shared, "board.manager", NEW_AUDIT, "FT-8", shared.viewer("day").practitioner_id) == 0, "by another"
    assert changed(shared, "board.manager", NEW_AUDIT, "FT-9", keeper) == 1


def test_an_agency_that_was_asked_reports_nothing_and_draws_no_case_more(shared: World, audit: CaseAudit) -> None:
    report = "update audits_caseaudit set report = 'All was well.', reported_at = now() where key = %s"
    more = """insert into audits_sampled (audit_id, number, duty_id, stratum, agency, reading, words, read_by)
        values (%s, 99, 'x', 'x', 'social-care', '', '', '')"""
    for other in ("duty.manager", "day", "named.nurse", "policy.lead"):
        assert changed(shared, other, report, audit.key) == 0
        assert changed(shared, other, more, audit.key) == 0
        assert changed(shared, other, "delete from audits_caseaudit where key = %s", audit.key) == 0
    assert changed(shared, "board.manager", "update audits_caseaudit set seed = 'mine'") == 0, "what was drawn stays"
    assert changed(shared, "board.manager", report, audit.key) == 1
    assert changed(shared, "board.manager", report, audit.key) == 0, "once"


def test_how_many_cases_there_were_is_read_by_who_draws_alone(shared: World, audit: CaseAudit) -> None:
    """An agency that was asked finds the audit, and not from how many of which agency it was drawn."""
    more = "insert into audits_frame (audit_id, cases) values (%s, '[]')"
    for other in ("duty.manager", "named.nurse", "day", "policy.lead"):
        with acting(shared.viewer(other)):
            assert Frame.objects.count() == 0
        assert changed(shared, other, more, audit.key) == 0
    with acting(shared.viewer("duty.manager")):
        assert CaseAudit.objects.count() == 1
    with acting(shared.viewer("board.manager")):
        assert len(audit.frame.cases) == 7
    assert changed(shared, "board.manager", "update audits_frame set cases = '[]'") == 0


def test_a_case_is_read_by_who_answers_for_the_agency_that_owed_it(shared: World, audit: CaseAudit) -> None:
    said = "update audits_sampled set reading = 'done well', read_by = %s, read_at = now() where audit_id = %s"

    def read(name: str, by: str = "") -> int:
        return changed(shared, name, said, shared.viewer(by or name).practitioner_id, audit.key)

    for other in ("day", "named.nurse", "policy.lead", "board.manager"):
        assert read(other) == 0, other
    assert read("duty.manager", by="day") == 0, "in another’s name"
    assert read("duty.manager") == len(cases(shared, audit)) == 4
    for rewrite in ("update audits_sampled set agency = 'hospital'", "delete from audits_sampled"):
        assert changed(shared, "duty.manager", rewrite) == changed(shared, "board.manager", rewrite) == 0
    manager = shared.viewer("board.manager")
    with acting(manager):
        actions.report(audit=audit, words="Half were late.", by=manager)
    assert read("duty.manager") == 0, "its cases are not read any more"


def test_a_worker_sees_no_case_of_the_agency_and_the_group_none_at_all(shared: World, audit: CaseAudit) -> None:
    assert cases(shared, audit, "day") == cases(shared, audit, "policy.lead") == []
    assert len(cases(shared, audit, "duty.manager")) == 4


def test_a_finding_is_written_by_the_keepers_while_the_audit_goes_on(shared: World, audit: CaseAudit) -> None:
    manager = shared.viewer("board.manager")
    with acting(manager):
        found = actions.find(
            audit=audit, theme="Follow through", side="learning point", words="Nobody rang.", by=manager
        )
    new = """insert into audits_auditfinding
        (id, audit_id, theme_id, side, words, recommendation, written_by, written_at)
        values (%s, %s, %s, 'learning point', 'x', '', %s, now())"""
    for n, other in enumerate(("duty.manager", "named.nurse", "policy.lead")):
        by = shared.viewer(other).practitioner_id
        assert changed(shared, other, new, f"f-{n}", audit.key, found.theme_id, by) == 0
        assert changed(shared, other, "update audits_auditfinding set recommendation = 'FT-1'") == 0
    assert changed(shared, "board.manager", "update audits_auditfinding set words = 'Somebody rang.'") == 0
    assert changed(shared, "board.manager", new, "f-9", audit.key, found.theme_id, manager.practitioner_id) == 1
    with acting(manager):
        actions.report(audit=audit, words="Half were late.", by=manager)
    assert changed(shared, "board.manager", new, "f-10", audit.key, found.theme_id, manager.practitioner_id) == 0


def test_what_was_found_and_read_too_late_is_refused_with_a_reason(shared: World, audit: CaseAudit) -> None:
    stale = cases(shared, audit, "duty.manager")[0]
    manager, reader = shared.viewer("board.manager"), shared.viewer("duty.manager")
    with acting(reader):
        stale = type(stale).objects.select_related("audit").get(pk=stale.pk)
    with acting(manager):
        again = CaseAudit.objects.get(pk=audit.pk)
        actions.report(audit=audit, words="Half were late.", by=manager)
        with pytest.raises(CannotAudit, match="does not change any more"):
            actions.report(audit=again, words="All were late.", by=manager)
    with acting(reader), pytest.raises(CannotAudit, match="not read any more"):
        actions.read(case=stale, reading="done well", words="", by=reader)


def test_an_agency_answers_for_itself_until_it_has_sent_its_audit(shared: World) -> None:
    manager, lead = shared.viewer("board.manager"), shared.viewer("duty.manager")
    begun = (
        "insert into audits_selfaudit (key, agency_id, answers, began_at, signed_by, challenge, feedback) values "
        "(%s, %s, '{}', now(), '', '', '')"
    )
    for n, other in enumerate(("day", "named.nurse", "board.manager", "policy.lead")):
        assert changed(shared, other, begun, f"FT-{n}", "social-care") == 0
    assert changed(shared, "duty.manager", begun, "FT-8", "hospital") == 0, "for another"
    assert changed(shared, "duty.manager", begun, "FT-9", "social-care") == 1
    answers = "update audits_selfaudit set answers = '{\"x\": 1}'"
    for other in ("day", "named.nurse", "board.manager", "policy.lead"):
        assert changed(shared, other, answers) == 0, other
    assert changed(shared, "duty.manager", "update audits_selfaudit set feedback = 'Well done.'") == 0
    assert changed(shared, "duty.manager", answers) == 1
    with acting(lead):
        held = SelfAudit.objects.get()
        for each in STANDARDS:
            actions.answer(audit=held, standard=each.slug, grade="met", evidence="x", action="", by=lead)
        actions.send(audit=held, by=lead)
    assert changed(shared, "duty.manager", answers) == changed(shared, "board.manager", answers) == 0, "it was sent"
    with acting(manager):
        actions.challenge(audit=held, words="Why?", by=manager)
    assert changed(shared, "duty.manager", "update audits_selfaudit set feedback = 'Well done.'") == 0
    assert changed(shared, "policy.lead", "update audits_selfaudit set feedback = 'Well done.'") == 0
    with acting(manager):
        actions.give_feedback(audit=held, words="Well done.", by=manager)
    assert changed(shared, "board.manager", "delete from audits_selfaudit") == 0

"""How long does counting a quarter take for a whole partnership? All figures of the Board's page, and the page itself.

On a private PostgreSQL that really writes to disk: python -m benchmarks.board DUTIES prints milliseconds as JSON. The
rows are made in the database: a duty in three was late, five events a child and a share for five duties.
"""

# ruff: noqa: E501
from __future__ import annotations

import json
import statistics
import sys
import time
from datetime import UTC, datetime

from django.db import connections

from benchmarks.live import _database  # first: it sets Django up
from followthrough.service.board import counting
from followthrough.service.board.presenters.report import Names, report_of
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.design.quarters import Quarter

QUARTER, NOW, TIMES = Quarter(2025, 1), datetime(2025, 3, 20, 9, tzinfo=UTC), 7
_MADE = """
insert into children_child (id, name, folded_name, born_on, sex, language, interpreter_needed, communication_needs)
    select 'c' || n, 'Child ' || n, 'child ' || n, date '2008-01-01' + n %% 6000, '',
        (array['English', 'Polish', '', 'English'])[n %% 4 + 1], n %% 4 = 1, '' from generate_series(1, %(children)s) n;
insert into agencies_agency (key, title, kind, telephone) select 'a' || n, 'Agency ' || n, 'health', ''
    from generate_series(1, 12) n;
insert into ledger_event (id, kind, subject_kind, subject_id, agency, author, occurred_from, occurred_to, recorded_at,
        real_recorded_at, stated_known, data, is_retraction, text, record_class, handling)
    select 'e' || n, (array['child.seen', 'child.not-brought', 'concern.raised', 'visit.cancelled', 'child.seen'])[n %% 5 + 1],
        'child', 'c' || (n %% %(children)s + 1), 'a' || (n %% 12 + 1), 'p', moment, moment, moment, moment, '{}', '{}', false,
        'words', 'narrative', 'share within the partnership'
    from (select n, timestamptz '2024-07-01' + n * interval '1 second' * (22000000.0 / %(events)s) as moment
        from generate_series(1, %(events)s) n) made;
insert into ledger_duty (id, subject_kind, subject_id, procedure, version, title, source, confidence, state, is_uncertain,
        adoption, rulebook_version, calendar_version, first_seen_at, debtor_agency, debtor_team, debtor_role, action, trigger,
        "each", opened_at, due_at, closed_at, closed_by, because, rungs, reminders, taken_by)
    select 'd' || n, 'child', 'c' || (n %% %(children)s + 1), 'procedure-' || n %% 120, 1, 't', '{}', 'read',
        (array['met', 'met late', 'met', 'breached', 'met', 'open'])[n %% 6 + 1], false, 'on', 'r', 'c', opened, 'a' || (n %% 12 + 1),
        '', '', 'act', 'e' || n, '', opened, opened + interval '3 days', opened + interval '2 days', 'e' || n, '[]', '[]', '[]', ''
    from (select n, timestamptz '2024-12-20' + n * interval '1 second' * (7500000.0 / %(duties)s) as opened
        from generate_series(1, %(duties)s) n) made;
analyze;
"""


def main(duties: int) -> None:
    with _database():
        with connections["owner"].cursor() as cursor:
            for table in ("children_child", "ledger_event", "ledger_duty"):
                cursor.execute(f"alter table {table} no force row level security")  # this database is thrown away
            cursor.execute(_MADE, {"children": duties // 5, "events": duties, "duties": duties})
        viewer = Viewer("p-bench", "bench", "board", ("board/office",), ("chair",))
        spent = [_timed(viewer) for _ in range(TIMES)]
    said = {"least": min(spent), "median": statistics.median(spent), "most": max(spent)}
    print(json.dumps({"duties": duties, **{name: round(1000 * each) for name, each in said.items()}}))


def _timed(viewer: Viewer) -> float:
    """In seconds: counted, and made into sentences and tables."""
    began = time.perf_counter()
    with acting(viewer):
        counts = counting.counted(QUARTER, NOW, [])
    report_of(QUARTER, counts, counts, Names({}, {}, {}), NOW, "2024-q4")
    return time.perf_counter() - began


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)

"""How long does a child's page take where the record is long? Against the site as `serve` starts it, over HTTP.

python -m benchmarks.chronology EVENTS prints milliseconds as JSON. One reader opens each page, one after the other, as
often as `TIMES`; what happened is made in the database, past the one door, for a child of the partnership that the
faults are tried on.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from benchmarks.load import Spent, _spread
from proof.faults.site import WEB, site
from proof.faults.visitor import Visitor

TIMES = 60
_MADE = """
insert into ledger_event (id, kind, subject_kind, subject_id, agency, author, occurred_from, occurred_to, recorded_at,
        real_recorded_at, stated_known, data, is_retraction, text, record_class, handling)
    select 'made-' || n, kinds[n %% 6 + 1], 'child', %(child)s, agencies[n %% 4 + 1], %(author)s, moment, moment,
        moment, moment, '{}', said[n %% 6 + 1]::jsonb, false, 'What happened on that day, as somebody told it.',
        'narrative', 'share within the partnership'
    from (select n, now() - interval '9 years' + n * interval '9 years' / (%(events)s + 1) as moment,
        array['child.seen', 'child.not-brought', 'concern.raised', 'visit.cancelled', 'child.seen',
            'injury.seen'] kinds,
        array['{"alone": true}', '{}', '{"category": "neglect"}', '{}', '{"alone": false}', '{"site": "hand"}'] said,
        array['health', 'social-care', 'police', 'school'] agencies
        from generate_series(1, %(events)s) n) made
"""


def measure(events: int) -> dict[str, Any]:
    with site("1", "1") as (made, said):
        child = said["children"]["sender-0"][0]
        made.run("-m", "benchmarks.chronology", "make", child, str(events))
        made.start(WEB)
        visitor = Visitor(made.port, said["cookie"], said["sessions"]["sender-0"])
        pages = {
            "the child": f"/children/{child}/",
            "the chronology": f"/children/{child}/chronology/",
            "a year of it": f"/children/{child}/chronology/?time={time.gmtime().tm_year - 4}",
        }
        found = {name: _asked(Spent(made), visitor, place) for name, place in pages.items()}
        visitor.close()
    return found


def _asked(spent: Spent, visitor: Visitor, place: str) -> dict[str, float]:
    for _ in range(6):  # each worker has opened it
        visitor.get(place)
    before, times = spent.now(), []
    for _ in range(TIMES):
        begun = time.perf_counter()
        answer = visitor.get(place)
        times.append(1000 * (time.perf_counter() - begun))
        assert answer.status == 200, answer.text
    web, database = (round((late - early) / TIMES) for late, early in zip(spent.now(), before, strict=True))
    return {**_spread(times), "web": web, "database": database}


def make(child: str, events: int) -> None:
    """Inside the site: the events of one child."""
    import django

    django.setup()
    from django.db import connection

    from followthrough.service.core.viewer import Viewer, acting

    maker = Viewer.system("synth")
    with acting(maker), connection.cursor() as cursor:
        cursor.execute(_MADE, {"child": child, "events": events, "author": maker.practitioner_id})


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", child, events]:
            make(child, int(events))
        case [events]:
            print(json.dumps(measure(int(events))))

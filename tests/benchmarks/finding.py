"""Does a worker find the right child on the first page? So many children with invented names, and questions as people
type them: misspelt, changed round, without marks, half a double name, by ear, a slip in the birth date, a twin.

python -m benchmarks.finding CHILDREN prints as JSON how many questions found the child, by kind, and the time they
took.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "followthrough.service.config.settings.test")
    import django

    django.setup()

from django.db import connection, connections, transaction

from benchmarks import names
from followthrough.service.children.folding import fold
from followthrough.service.children.queries import search
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer, acting

QUESTIONS = 2_000
_FIRST_DAY, _DAYS = date(1995, 1, 1), 6_600


@dataclass(frozen=True)
class Known:
    id: str
    name: str
    born_on: date


@dataclass(frozen=True)
class Question:
    kind: str
    name: str
    born_on: date | None
    child: Known


def make(children: int, seed: int) -> list[Known]:
    """One in fifty has a twin."""
    chance = random.Random(seed)
    found: list[Known] = []
    while len(found) < children:
        born_on = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
        name = names.name(chance)
        found.append(Known(new_id(), name, born_on))
        if chance.random() < 0.02:
            family = name.rpartition(" ")[2]
            found.append(Known(new_id(), f"{chance.choice(names.FIRST)} {family}", born_on))
    return found[:children]


def enter(children: int, viewer: Viewer, *, seed: int) -> list[Known]:
    """In bulk, with the grant that lets the viewer see each."""
    found, chance = make(children, seed), random.Random(seed)
    columns = [[each.id for each in found], [each.name for each in found], [fold(each.name) for each in found]]
    with acting(Viewer.system("access")), connection.cursor() as cursor:
        cursor.execute(
            "insert into children_child (id, name, folded_name, born_on, sex, language, communication_needs)"
            " select id, name, folded, born, '', '', '' from unnest(%s::text[], %s::text[], %s::text[], %s::date[])"
            " as made (id, name, folded, born)",
            [*columns, [each.born_on for each in found]],
        )
        cursor.execute(
            "insert into children_number (id, child_id, scheme, agency, value, folded_value, source, set_by, from_at)"
            " select id, id, 'case', 'police', id, upper(id), 'hand', 't', now() from unnest(%s::text[]) as made (id)",
            [columns[0]],
        )
        places = [f"{chance.randrange(1, 200)} {chance.choice(names.LAST)} Road" for _ in found]
        cursor.execute(
            "insert into children_household (id, address_label) select * from unnest(%s::text[], %s::text[])",
            [columns[0], places],
        )
        cursor.execute(
            "insert into children_householdmember (household_id, child_id, relation, from_on)"
            " select id, id, '', '2000-01-01' from unnest(%s::text[]) as made (id)",
            [columns[0]],
        )
        cursor.execute(
            "insert into access_grant (viewer_id, subject_kind, subject_id, record_class, of_agency)"
            " select %s, kind, id, 'core', '' from unnest(%s::text[]) as made (id),"
            " (values ('child'), ('household')) kinds (kind)",
            [viewer.practitioner_id, columns[0]],
        )
    return found


def questions(known: list[Known], number: int, *, seed: int) -> list[Question]:
    chance = random.Random(seed)
    twins = _twins(known)
    asked = []
    for n in range(number):
        kind, ask = KINDS[n % len(KINDS)]
        child = chance.choice(twins if kind == "twin" and twins else known)
        name, born_on = ask(child, chance)
        asked.append(Question(kind, name, born_on, child))
    return asked


def missed(viewer: Viewer, known: list[Known], number: int, *, seed: int) -> list[Question]:
    return [each for each in questions(known, number, seed=seed) if not _is_found(viewer, each)]


def indexes_used(*, forced: bool = False) -> tuple[set[str], bool]:
    """By which indexes the database would look for a child, and whether it would read all children instead. The body of
    the function is planned as its owner, who runs it. `forced` asks what could be used, where the tables are small.
    """
    asked = {
        "asked_name": "'zofia luczak'::text",
        "asked_days": "(array['2010-03-27', '2010-03-26']::date[])",
        "asked_numbers": "(array['9991234543']::text[])",
        "asked_place": "'14 mill lane'::text",
        "asked_most": "60",
    }
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute("select prosrc from pg_proc where proname = 'children_candidates'")
        (body,) = cursor.fetchone()
        for name, value in asked.items():
            body = body.replace(name, value)
        if forced:
            cursor.execute("set local enable_seqscan = off; set local enable_indexscan = off")
        cursor.execute(f"explain {body}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    return set(re.findall(r"children_[a-z]+_(?:name|sounds|born_on|value|address)\b", plan)), (
        "Seq Scan on children_child" in plan
    )


def _is_found(viewer: Viewer, asked: Question) -> bool:
    return asked.child.id in {each.pk for each in search(viewer, asked.name, asked.born_on).children}


def _twins(known: list[Known]) -> list[Known]:
    families = Counter((each.name.rpartition(" ")[2], each.born_on) for each in known)
    return [each for each in known if families[(each.name.rpartition(" ")[2], each.born_on)] > 1]


def _half(child: Known, chance: random.Random) -> tuple[str, date | None]:
    first, _, last = child.name.rpartition(" ")
    return f"{first} {chance.choice(last.split('-'))}", child.born_on


def _slip(day: date, chance: random.Random) -> date:
    if day.day <= 12 and day.day != day.month and chance.random() < 0.5:
        return date(day.year, day.day, day.month)
    return day.replace(year=day.year + chance.choice((1, -1)), day=min(day.day, 28))


KINDS: list[tuple[str, Callable[[Known, random.Random], tuple[str, date | None]]]] = [
    ("misspelt", lambda child, chance: (names.misspelt(child.name, chance), child.born_on)),
    ("letters changed round", lambda child, chance: (names.changed_round(child.name, chance), child.born_on)),
    ("family name first", lambda child, _: (" ".join(reversed(child.name.split())), child.born_on)),
    ("without marks", lambda child, _: (names.without_marks(child.name), child.born_on)),
    ("half a double name", _half),
    ("by ear", lambda child, chance: (names.heard(child.name, chance), child.born_on)),
    ("twin", lambda child, chance: (names.misspelt(child.name, chance), child.born_on)),
    ("slip in the birth date", lambda child, chance: (child.name, _slip(child.born_on, chance))),
    ("misspelt, slip in the birth date", lambda c, r: (names.misspelt(c.name, r), _slip(c.born_on, r))),
    ("first name alone and birth date", lambda child, _: (child.name.partition(" ")[0], child.born_on)),
]


def main(children: int) -> None:
    from benchmarks.live import _database
    from integration.agencies import making

    with _database():
        with connection.cursor() as cursor:
            cursor.execute("select set_config('app.viewer', 'system:bench', false)")
        making.agency("police", "response")
        viewer = making.viewer("constable", ("police", "response", "worker"))
        known = enter(children, viewer, seed=1)
        with connections["owner"].cursor() as cursor:
            for table in ("child", "number", "household", "householdmember"):
                cursor.execute(f"analyze children_{table}")
            cursor.execute("analyze access_grant")
        asked = questions(known, QUESTIONS, seed=2)
        lost, took = Counter[str](), []
        for each in asked:
            start = time.perf_counter()
            if not _is_found(viewer, each):
                lost[each.kind] += 1
            took.append((time.perf_counter() - start) * 1000)
        indexes, reads_all = indexes_used()
    took.sort()
    of_kind = Counter(each.kind for each in asked)
    print(
        json.dumps(
            {
                "children": children,
                "questions": len(asked),
                "found on the first page": round(100 - 100 * lost.total() / len(asked), 2),
                "by kind": {kind: f"{number - lost[kind]} of {number}" for kind, number in of_kind.items()},
                "indexes": sorted(indexes),
                "reads all children": reads_all,
                "ms": {"p50": round(took[len(took) // 2], 1), "p95": round(took[int(len(took) * 0.95)], 1)},
            },
            ensure_ascii=False,
            indent=2,
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)

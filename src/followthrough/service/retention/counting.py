"""Until when is a child's record kept? Each kind that it is of has its own end, and the latest one counts.

The facts are counted as the assessor, since who reviews need not work with the child: dates, kinds and numbers come
out, and no word of what happened (decision 0015).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.retention import kinds
from followthrough.service.retention.kinds import CountsFrom, RecordKind

ADULT = 18
_FACTS = """
    select subject_id,
        (max(occurred_to) at time zone 'Europe/London')::date,
        (max(occurred_to) filter (where kind = 'child.died' and not is_retraction and not exists (
            select from ledger_event back where back.corrects = happened.id and back.is_retraction
        )) at time zone 'Europe/London')::date,
        (max(occurred_to) filter (where record_class = 'adoption') at time zone 'Europe/London')::date,
        array_remove(array_agg(distinct case when kind = any(%(marks)s) then kind end), null),
        array_agg(distinct agency), count(*)
    from ledger_event happened
    where subject_kind = 'child' and (%(children)s::text[] is null or subject_id = any(%(children)s))
    group by subject_id
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is counted of a record. `marks` are those kinds of event in it that say of which kind it is."""

    child: str
    last_on: date
    died_on: date | None
    adopted_on: date | None
    marks: frozenset[str]
    agencies: tuple[str, ...]
    events: int
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """For how long one kind of record is kept, by law or as the board has decided."""

    kind: RecordKind
    counts_from: CountsFrom
    years: int
    source: str


@dataclass(frozen=True, slots=True)
class Term:
    """Until when a record is kept as one of a kind; None where the day to count from is not known."""

    kept: Kept
    ends_on: date | None


def facts(children: Collection[str] | None = None) -> list[Facts]:
    """Of some children, or of all. Without days of birth: those stand in the children's rows."""
    with as_assessor(), connection.cursor() as cursor:
        asked = None if children is None else list(children)
        cursor.execute(_FACTS, {"marks": sorted(kinds.MARKS), "children": asked})
        return [
            Facts(child, last, died, adopted, frozenset(marks), tuple(agencies), events)
            for child, last, died, adopted, marks, agencies, events in cursor.fetchall()
        ]


def terms(known: Facts, table: Mapping[str, Kept]) -> list[Term]:
    return [Term(table[each.key], _ends(known, table[each.key])) for each in kinds_of(known)]


def due_on(found: Iterable[Term]) -> date | None:
    """From which day on nothing asks for the record any more; None while that cannot be told. The longest one wins."""
    days = [each.ends_on for each in found]
    return max(each for each in days if each) if days and None not in days else None


def kinds_of(known: Facts) -> list[RecordKind]:
    found = [each for each in kinds.KINDS if each.marks & known.marks]
    if kinds.LOOKED_AFTER in found and _died_a_child(known):
        found[found.index(kinds.LOOKED_AFTER)] = kinds.DIED_IN_CARE
    if known.adopted_on:
        found.append(kinds.ADOPTION)
    return found or [kinds.CONTACT]


def years_after(day: date, years: int) -> date:
    """The anniversary; of 29 February, 1 March where there is none, so that nothing is kept a day too short."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _died_a_child(known: Facts) -> bool:
    return bool(known.died_on and known.born_on and known.died_on < years_after(known.born_on, ADULT))


def _ends(known: Facts, kept: Kept) -> date | None:
    begins = {
        CountsFrom.BIRTH: known.born_on,
        CountsFrom.DEATH: known.died_on,
        CountsFrom.LAST: known.last_on,
        CountsFrom.ADOPTION: known.adopted_on,
    }[kept.counts_from]
    return years_after(begins, kept.years) if begins else None

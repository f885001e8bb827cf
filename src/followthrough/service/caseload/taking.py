"""A file of an agency's list comes in: its good rows become what the list says now; nothing that it said is lost.

A file for an older time than the list speaks for is refused, and the same file changes nothing twice. A case that the
file does not have is marked, and one whose row has a mistake keeps what it said before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from followthrough.service.caseload import expecting, reading
from followthrough.service.caseload.matching import match_by_number
from followthrough.service.caseload.models import Case, CaseList, Delivery
from followthrough.service.caseload.reading import NEEDED, Line, Said
from followthrough.service.children.folding import fold
from followthrough.service.children.numbers import folded
from followthrough.service.core import audit, clock
from followthrough.service.core.sheets import NoTable, Table
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.design.dates import LONDON, in_words

BY = Viewer.system("caseload")
MOST_BEFORE = 60  # versions that are kept of one case


class TooOld(ValueError):
    """The list speaks for a later time already; the message says for which."""


@as_part("caseload")
def bring(*, held: CaseList, raw: bytes, as_of: datetime, came_by: str, by: Viewer) -> Delivery:
    """The file waits, until `take`. Raises NoTable or TooOld. The same file for the same time is the one before."""
    table = reading.read(raw)
    digest = hashlib.sha256(raw).hexdigest()
    before = held.deliveries.filter(digest=digest, as_of=as_of).first()
    if before is not None:
        return before
    _check_time(held, as_of)
    made = Delivery.objects.create(
        case_list=held,
        as_of=as_of,
        came_at=clock.now(),
        came_by=came_by,
        by=by.practitioner_id,
        digest=digest,
        table=asdict(table),
        columns=reading.guessed(table.head, held.columns),
        rows=len(table.rows),
    )
    audit.record("list.brought", by=by, detail={"file": made.pk, "rows": made.rows})
    return made


@as_part("caseload")
def name_columns(*, file: Delivery, columns: Mapping[str, str], by: Viewer) -> None:
    """Remembered for the next file."""
    file.columns = dict(columns)
    file.save(update_fields=["columns"])


def lines_of(file: Delivery) -> list[Line]:
    table = Table(tuple(file.table["head"]), tuple(tuple(row) for row in file.table["rows"]))
    return reading.lines_of(table, file.columns, _today())


@as_part("caseload")
def left_out(file: Delivery, lines: Sequence[Line]) -> tuple[int, int]:
    """How many cases of the list that stands are not in this file, and how many stand."""
    standing = Case.objects.filter(agency=file.case_list.agency_id, absent_since=None)
    missing = standing.exclude(folded_number__in={line.key for line in lines if line.key})
    return missing.count(), standing.count()


@as_part("caseload")
def take(*, file: Delivery, by: Viewer) -> Delivery:
    """Raises NoTable where a column is missing or no row can be read, and TooOld. Taken once."""
    held = CaseList.objects.select_for_update(of=("self",)).select_related("team", "agency").get(pk=file.case_list_id)
    file.refresh_from_db()
    if file.taken_at is not None:
        return file
    _check_time(held, file.as_of)
    if not set(NEEDED) <= set(file.columns):
        raise NoTable("Say which columns hold the case number and the name.")
    lines = lines_of(file)
    good = {line.key: line.said for line in lines if line.said is not None}
    if not good:
        raise NoTable("No row can be read. Check which column is which.")
    kept = {line.key for line in lines if line.said is None and line.key}
    counts = _settle(held.agency_id, good, kept, file.as_of)
    file.faults = [[line.number, line.fault] for line in lines if line.said is None]
    file.table, file.taken_at = {"head": file.table["head"], "rows": []}, clock.now()
    file.new, file.changed, file.gone = counts
    file.save()
    held.as_of, held.came_at, held.columns, held.problem = file.as_of, clock.now(), dict(file.columns), ""
    held.save(update_fields=["as_of", "came_at", "columns", "problem"])
    match_by_number(held.agency_id)
    expecting.came(held)
    audit.record("list.taken-in", by=by, detail={"file": file.pk, "rows": len(good), "faulty": len(file.faults)})
    return file


@as_part("caseload")
def discard(*, file: Delivery, by: Viewer) -> None:
    audit.record("list.discarded", by=by, detail={"file": file.pk})
    file.delete()


def take_in(*, held: CaseList, raw: bytes, as_of: datetime, came_by: str, by: Viewer = BY) -> Delivery | None:
    """For what comes by itself. What cannot be read is told to the list's owner at once, and None is given."""
    try:
        return take(file=bring(held=held, raw=raw, as_of=as_of, came_by=came_by, by=by), by=by)
    except TooOld:
        raise
    except NoTable as error:
        expecting.could_not_be_read(held, str(error))
        return None


def _check_time(held: CaseList, as_of: datetime) -> None:
    if as_of > clock.now():
        raise TooOld("A list cannot speak for a time that is still to come.")
    if held.as_of is not None and as_of < held.as_of:
        raise TooOld(f"The list as of {in_words(held.as_of)} has come in already, and it is newer.")


def _settle(agency: str, good: Mapping[str, Said], kept: set[str], as_of: datetime) -> tuple[int, int, int]:
    """How many cases are new, changed and gone."""
    known = {case.folded_number: case for case in Case.objects.select_for_update().filter(agency=agency)}
    made = [_made(agency, key, said, as_of) for key, said in good.items() if key not in known]
    Case.objects.bulk_create(made)
    same: list[str] = []
    changed = 0
    for key in good.keys() & known.keys():
        case = known[key]
        if case.digest == reading.digest_of(good[key]):
            same.append(case.pk)
        else:
            _change(case, good[key], as_of)
            changed += 1
    Case.objects.filter(pk__in=same).update(as_of=as_of, absent_since=None)
    absent = [case.pk for key, case in known.items() if key not in good and key not in kept]
    gone = Case.objects.filter(pk__in=absent, absent_since=None).update(absent_since=as_of)
    return len(made), changed, gone


def _made(agency: str, key: str, said: Said, as_of: datetime) -> Case:
    looks = _looks(said)
    return Case(agency=agency, folded_number=key, as_of=as_of, stands_since=as_of, said=said, before=[], **looks)


def _change(case: Case, said: Said, as_of: datetime) -> None:
    was = {"from": case.stands_since.isoformat(), "to": case.as_of.isoformat(), "said": case.said}
    case.before = [was, *case.before][:MOST_BEFORE]
    if case.child_id and _is_other(case.said, said):
        case.doubt = "The list gives another name or date of birth than when this was matched."
    case.said, case.stands_since, case.as_of, case.absent_since = said, as_of, as_of, None
    for name, value in _looks(said).items():
        setattr(case, name, value)
    case.save()


def _looks(said: Said) -> dict[str, Any]:
    born_on = date.fromisoformat(said["born_on"]) if said.get("born_on") else None
    return {
        "number": said["number"],
        "folded_name": fold(said["name"])[:140],
        "born_on": born_on,
        "folded_other": folded(said.get("nhs") or said.get("upn", "")),
        "digest": reading.digest_of(said),
    }


def _is_other(before: Said, now: Said) -> bool:
    """A name in which no word is left, or another date of birth."""
    words = set(fold(before.get("name", "")).split()) & set(fold(now.get("name", "")).split())
    return not words or (before.get("born_on") or now.get("born_on")) != (now.get("born_on") or before.get("born_on"))


def _today() -> date:
    return clock.now().astimezone(LONDON).date()

"""How does it read whether what was sent arrived, procedures were followed and somebody was there over holidays?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from followthrough.service.board import changes
from followthrough.service.board.changes import Share, Time
from followthrough.service.board.content import Grid, Section, bars
from followthrough.service.board.counting import Counts
from followthrough.service.core.suppressing import (
    Number,
    Parts,
    Told,
    is_small,
    number_alone,
    number_of_no_child,
    told,
    worded,
)
from followthrough.service.design import dates

Row = Mapping[str, Any]
STEPS: Final = (
    ("received", "Received by a named person"),
    ("accepted", "Accepted"),
    ("acted", "Acted on"),
    ("confirmed", "Confirmed by the sender"),
)
# How far what was sent came, as parts of which each share is in one.
_CAME_SO_FAR: Final = {"sent": (0, 1, 2, 3), "received": (0, 1, 2), "acted": (0, 1), "confirmed": (0,)}
MANY_FOR_MOST: Final = 20  # of fewer, the time of 9 in 10 would be the time of one or two


class Sent:
    """What was sent, by agency and in all, with each number that may be told."""

    def __init__(self, counts: Counts, agencies: Mapping[str, str]) -> None:
        self.rows = _by_name(counts["shares_of"], agencies)
        self.all = dict((counts["shares"] or [{}])[0])
        self._parts = Parts([_came(row) for row in self.rows], _few(self.rows))

    def number(self, key: str, row: int | None = None) -> Number | None:
        """Of the agency in that row, or of all."""
        if key in _CAME_SO_FAR:
            return self._parts.number(row, *_CAME_SO_FAR[key])
        return number_alone(self.all.get(key, 0), [self.number(each) for each in _CAME_SO_FAR])

    def share(self, key: str) -> Share:
        return Share(self.number(key), self.number("sent"))

    def half(self, key: str, row: int | None = None) -> Time:
        held = self.all if row is None else self.rows[row]
        return Time(held.get(f"{key}_median"), self.number(key, row))


def _came(row: Row) -> tuple[int, ...]:
    """Confirmed; acted on and no more; received and no more; not received. Whoever skipped a step counts as further."""
    reached = [row["sent"], row["received"], row["acted"], row["confirmed"]]
    for at in (2, 1, 0):
        reached[at] = max(reached[at], reached[at + 1])
    return reached[3], reached[2] - reached[3], reached[1] - reached[2], reached[0] - reached[1]


def _few(rows: Sequence[Row]) -> list[int]:
    """Of few children, however much there was about them."""
    return [n for n, row in enumerate(rows) if is_small(row.get("children", 0))]


def shares(counts: Counts, before: Counts | None, agencies: Mapping[str, str]) -> Section:
    now, last = Sent(counts, agencies), Sent(before, agencies) if before else None
    steps = Grid(
        "sent",
        "What was sent, and how far it came",
        ("Step", "How many"),
        (("Sent, by recipient", told(now.number("sent"))), *((title, now.share(key).words) for key, title in STEPS),
         ("Passed on to another team", told(now.number("redirected")))),
        bars=bars((title, now.number("sent"), now.number(key)) for key, title in STEPS) if now.number("sent") else (),
        names=("sent", "came so far"),
    )  # fmt: skip
    times = Grid(
        "times",
        "How long it took",
        ("From sent until", "Half within", "9 in 10 within", "Counted"),
        tuple(_time(now, key, title) for key, title in STEPS if key != "accepted"),
    )
    teams = Grid(
        "sent",
        "By the agency that it was sent to",
        ("Agency", "Sent", "Received", "Acted on", "Confirmed", "Half received within"),
        tuple(_of_agency(now, n, agencies) for n in range(len(now.rows))),
        empty="Nothing was sent in this quarter.",
    )
    said = (
        changes.of_number("Sent", now.number("sent"), last.number("sent") if last else None),
        changes.of_share("Received", now.share("received"), last.share("received") if last else None),
        changes.of_share("Confirmed by the sender", now.share("confirmed"), last.share("confirmed") if last else None),
        changes.of_hours("Half were received within", now.half("received"), last.half("received") if last else None),
    )
    return Section("follow-through", "Does what we send arrive, and is it acted on?", said, (steps, times, teams))


def _time(now: Sent, key: str, title: str) -> tuple[str, *tuple[Told, ...]]:
    counted = now.number(key)
    is_many = counted is not None and counted >= MANY_FOR_MOST
    few = told(None) if counted is None else worded("–")
    most = Time(now.all[f"{key}_most"], counted).words if is_many else few
    return title, now.half(key).words, most, told(counted)


def _of_agency(now: Sent, row: int, agencies: Mapping[str, str]) -> tuple[str, *tuple[Told, ...]]:
    reached = [told(now.number(key, row)) for key in _CAME_SO_FAR]
    key = now.rows[row]["agency"]
    return agencies.get(key, key), *[*reached, now.half("received", row).words]


def _by_name(rows: Iterable[Row], agencies: Mapping[str, str]) -> list[Row]:
    return sorted(rows, key=lambda row: agencies.get(row["agency"], row["agency"]))


class Due:
    """What fell due, by a key and in all, with each number that may be told.

    An agency knows its own. So of a procedure is told only what leaves no small number when one of its agencies takes
    its own away: of two agencies, a total would tell each of them the other's.
    """

    def __init__(self, rows: Iterable[Row], by: str) -> None:
        self.by: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            self.by[row[by]].append(row)
        self.keys = list(self.by)
        held = [_sums(self.by[key]) for key in self.keys]
        left = [_without_one(self.by[key]) if by == "procedure" else [] for key in self.keys]
        few = {n for n, rest in enumerate(left) if any(is_small(row["due"]) for row in rest) or _few(rest)}
        few_in = {
            (n, column)
            for n, rest in enumerate(left)
            for row in rest
            for column, number in enumerate(_parts(row))
            if is_small(number)
        }
        self._parts = Parts([_parts(row) for row in held], few.union(_few(held)), few_in)

    def share(self, key: str | None = None) -> Share:
        row = None if key is None else self.keys.index(key)
        return Share(self._parts.number(row, 0), self._parts.number(row))

    def waiting(self, key: str) -> Told:
        return told(self._parts.number(self.keys.index(key), 2))


def _parts(row: Row) -> tuple[int, int, int]:
    """On time, late, and not done yet."""
    return row["on_time"], row["due"] - row["on_time"] - row["waiting"], row["waiting"]


def _without_one(rows: Sequence[Row]) -> list[dict[str, int]]:
    return [_sums([*rows[:n], *rows[n + 1 :]]) for n in range(len(rows))]


def _sums(rows: Iterable[Row]) -> dict[str, int]:
    held = list(rows)
    return {key: sum(row.get(key, 0) for row in held) for key in ("due", "on_time", "waiting", "children")}


def conformance(
    counts: Counts, before: Counts | None, agencies: Mapping[str, str], procedures: Mapping[str, str]
) -> Section:
    now, by_agency = Due(counts["duties_of"], "procedure"), Due(counts["duties_of"], "agency")
    last = Due(before["duties_of"], "procedure") if before else None
    told_of = [key for key in now.keys if now.share(key).is_told]
    keys = sorted(told_of, key=lambda key: (-_sums(now.by[key])["due"], procedures.get(key, key)))
    first_grid = Grid(
        "conformance",
        "By procedure",
        ("Procedure", "On time", "Not done yet", "Agencies", "Spread between agencies"),
        tuple(_of_one(now, key, procedures, spread(now, key)) for key in keys),
        empty="No procedure has numbers that may be told." if now.keys else "Nothing fell due in this quarter.",
        note=_left_out(len(now.keys) - len(keys)),
        links=tuple(f"/rules/{key}/" for key in keys),
    )
    names = sorted(by_agency.keys, key=lambda key: agencies.get(key, key))
    second = Grid(
        "conformance",
        "By agency",
        ("Agency", "On time", "Not done yet", "Procedures"),
        tuple(_of_one(by_agency, key, agencies) for key in names),
        empty="Nothing fell due in this quarter.",
        note="In the order of their names. Agencies do different work, so this is no ranking.",
        bars=bars((agencies.get(key, key), by_agency.share(key).whole, by_agency.share(key).part) for key in names),
        names=("fell due", "on time"),
    )
    said = (
        changes.of_number("Duties that fell due", now.share().whole, last.share().whole if last else None),
        changes.of_share("On time", now.share(), last.share() if last else None),
        *(_moved(now, last, procedures) if last else ()),
    )
    return Section("procedures", "Are procedures followed in time?", said, (first_grid, second))


def _left_out(procedures: int) -> str:
    """Rows in which every number is hidden would only make the table long."""
    if not procedures:
        return ""
    few = "Of 1 procedure" if procedures == 1 else f"Of {procedures} procedures"
    return f"{few} that fell due every number is hidden, because it is small or would give a small one away."


def _moved(now: Due, last: Due, procedures: Mapping[str, str]) -> list[Told]:
    """Procedures for which the share on time moved, where both times are many enough to say so."""
    found = []
    for key in sorted(set(now.keys) & set(last.keys), key=lambda each: procedures.get(each, each)):
        new, old = now.share(key), last.share(key)
        if new.is_many and old.is_many and abs(new.in_a_hundred - old.in_a_hundred) >= changes.POINTS:
            found.append(changes.of_share(f"{procedures.get(key, key)}, on time", new, old))
    return found


def _of_one(due: Due, key: str, names: Mapping[str, str], *more: Told) -> tuple[str, *tuple[Told, ...]]:
    others = told(number_of_no_child(len(due.by[key])))  # agencies of a procedure, or procedures of an agency
    return names.get(key, key), *[due.share(key).words, due.waiting(key), others, *more]


def spread(due: Due, key: str) -> Told:
    """Between agencies with many; of one agency alone there is none. What is left of each is no small number."""
    apart = Due(due.by[key], "agency")
    found = sorted(share.in_a_hundred for share in map(apart.share, apart.keys) if share.is_many)
    return worded(f"{found[0]} to {found[-1]} in 100") if len(found) > 1 else worded("too few to compare")


def cover(counts: Counts, before: Counts | None) -> Section:
    rows = counts["cover"]
    signed = Grid(
        "cover",
        "Before the offices closed",
        ("Days off", "Agencies that had signed", "With nobody there who can decide"),
        tuple((_days(row), _had_signed(row), told(number_of_no_child(row["alone"]))) for row in rows),
        empty="No bank holiday lies in this quarter.",
        links=tuple(f"/cover/{row['key']}/" for row in rows),
    )
    came = Grid(
        "cover",
        "Until the offices opened again",
        (
            "Days off",
            "Sent",
            "Urgent",
            "Received late",
            "Received by nobody",
            "Gaps in rotas",
            "Urgent, nobody on duty",
        ),
        tuple(_over_days(row) for row in rows if row["is_over"]),
        empty="No bank holiday of this quarter is over.",
    )
    now, last = _signed(rows), _signed((before or {}).get("cover", ()))
    said = changes.of_share("Signatures that were there in time", now, last if before else None)
    return Section("cover", "Is somebody there over weekends and bank holidays?", (said,), (signed, came))


def _had_signed(row: Row) -> Told:
    return worded("{:,} of {:,}", number_of_no_child(row["signed"]), number_of_no_child(row["asked"]))


def _signed(rows: Iterable[Row]) -> Share:
    held = list(rows)
    return Share(
        number_of_no_child(sum(row["signed"] for row in held)), number_of_no_child(sum(row["asked"] for row in held))
    )


def _days(row: Row) -> str:
    return f"{row['title']}, from {dates.short_day(date.fromisoformat(row['starts_on']))}"


def _over_days(row: Row) -> tuple[str, *tuple[Told, ...]]:
    found: list[Number | None] = []
    for key in ("sent", "urgent", "late", "untaken"):
        found.append(number_alone(row[key], found))
    found += [number_of_no_child(row["gaps"]), number_alone(row["unheld"])]
    return _days(row), *map(told, found)

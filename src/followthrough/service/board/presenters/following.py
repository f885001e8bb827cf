"""How does it read whether what was sent arrived, procedures were followed and somebody was there over holidays?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from followthrough.service.board import changes
from followthrough.service.board.changes import Share, in_hours
from followthrough.service.board.content import Grid, Section
from followthrough.service.board.counting import Counts
from followthrough.service.design import dates

Row = Mapping[str, Any]
STEPS: Final = (
    ("received", "Received by a named person"),
    ("accepted", "Accepted"),
    ("acted", "Acted on"),
    ("confirmed", "Confirmed by the sender"),
)


def first(counts: Counts | None, part: str) -> Row:
    """A part that is one row."""
    rows = (counts or {}).get(part) or [{}]
    return dict(rows[0])


def share_of(row: Row, part: str, whole: str) -> Share | None:
    return Share(row[part], row[whole]) if row else None


def shares(counts: Counts, before: Counts | None, agencies: Mapping[str, str]) -> Section:
    now, last = first(counts, "shares"), first(before, "shares")
    sent = int(now["sent"])
    steps = Grid(
        "sent",
        "What was sent, and how far it came",
        ("Step", "How many"),
        (("Sent, by recipient", f"{sent:,}"), *((title, Share(now[key], sent).words) for key, title in STEPS),
         ("Passed on to another team", f"{now['redirected']:,}")),
        bars=tuple((title, sent, now[key], f"{sent:,}", f"{now[key]:,}") for key, title in STEPS) if sent else (),
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
        tuple(_of_agency(row, agencies) for row in _by_name(counts["shares_of"], agencies)),
        empty="Nothing was sent in this quarter.",
    )
    said = (
        changes.of_number("Sent", sent, int(last["sent"]) if last else None),
        changes.of_share("Received", Share(now["received"], sent), share_of(last, "received", "sent")),
        changes.of_share("Confirmed by the sender", Share(now["confirmed"], sent), share_of(last, "confirmed", "sent")),
        changes.of_hours(
            "Half were received within", now["received_median"], last.get("received_median"),
            is_many=min(now["received"], last.get("received", 0)) >= changes.MANY,
        ),
    )  # fmt: skip
    return Section("follow-through", "Does what we send arrive, and is it acted on?", said, (steps, times, teams))


def _time(now: Row, key: str, title: str) -> tuple[str, ...]:
    half, most = now[f"{key}_median"], now[f"{key}_most"]
    return title, _hours(half), _hours(most), f"{now[key]:,}"


def _hours(hours: float | None) -> str:
    return "–" if hours is None else in_hours(hours)


def _of_agency(row: Row, agencies: Mapping[str, str]) -> tuple[str, ...]:
    reached = (f"{row[key]:,}" for key in ("sent", "received", "acted", "confirmed"))
    return agencies.get(row["agency"], row["agency"]), *reached, _hours(row["received_median"])


def _by_name(rows: Iterable[Row], agencies: Mapping[str, str]) -> list[Row]:
    return sorted(rows, key=lambda row: agencies.get(row["agency"], row["agency"]))


def conformance(
    counts: Counts, before: Counts | None, agencies: Mapping[str, str], procedures: Mapping[str, str]
) -> Section:
    now, last = first(counts, "duties"), first(before, "duties")
    by_procedure, by_agency = _grouped(counts["duties_of"], "procedure"), _grouped(counts["duties_of"], "agency")
    keys = sorted(by_procedure, key=lambda key: (-_sum(by_procedure[key]).whole, procedures.get(key, key)))
    first_grid = Grid(
        "conformance",
        "By procedure",
        ("Procedure", "On time", "Not done yet", "Agencies", "Spread between agencies"),
        tuple(_of_procedure(procedures.get(key, key), by_procedure[key]) for key in keys),
        empty="Nothing fell due in this quarter.",
        links=tuple(f"/rules/{key}/" for key in keys),
    )
    names = sorted(by_agency, key=lambda key: agencies.get(key, key))
    second = Grid(
        "conformance",
        "By agency",
        ("Agency", "On time", "Not done yet", "Procedures"),
        tuple(_of_one(agencies.get(key, key), by_agency[key]) for key in names),
        empty="Nothing fell due in this quarter.",
        note="In the order of their names. Agencies do different work, so this is no ranking.",
        bars=tuple(_bar(agencies.get(key, key), by_agency[key]) for key in names),
        names=("fell due", "on time"),
    )
    said = (
        changes.of_number("Duties that fell due", int(now["due"]), int(last["due"]) if last else None),
        changes.of_share("On time", Share(now["on_time"], now["due"]), share_of(last, "on_time", "due")),
        *_moved(by_procedure, _grouped((before or {}).get("duties_of", ()), "procedure"), procedures),
    )
    return Section("procedures", "Are procedures followed in time?", said, (first_grid, second))


def _moved(now: Mapping[str, list[Row]], last: Mapping[str, list[Row]], procedures: Mapping[str, str]) -> list[str]:
    """Procedures for which the share on time moved, where both times are many enough to say so."""
    found = []
    for key in sorted(now.keys() & last.keys(), key=lambda each: procedures.get(each, each)):
        new, old = _sum(now[key]), _sum(last[key])
        if new.is_many and old.is_many and abs(new.in_a_hundred - old.in_a_hundred) >= changes.POINTS:
            found.append(changes.of_share(f"{procedures.get(key, key)}, on time", new, old))
    return found


def _grouped(rows: Iterable[Row], by: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[by]].append(row)
    return found


def _sum(rows: Iterable[Row]) -> Share:
    held = list(rows)
    return Share(sum(row["on_time"] for row in held), sum(row["due"] for row in held))


def _waiting(rows: Iterable[Row]) -> str:
    return f"{sum(row['waiting'] for row in rows):,}"


def _of_procedure(title: str, rows: list[Row]) -> tuple[str, ...]:
    return title, _sum(rows).words, _waiting(rows), str(len(rows)), spread(rows)


def spread(rows: Iterable[Row]) -> str:
    """Between agencies with many; of one agency alone there is none."""
    found = [share.in_a_hundred for share in (Share(row["on_time"], row["due"]) for row in rows) if share.is_many]
    if len(found) < 2:
        return "too few to compare"
    return f"{min(found)} to {max(found)} in 100"


def _of_one(title: str, rows: list[Row]) -> tuple[str, ...]:
    return title, _sum(rows).words, _waiting(rows), str(len(rows))


def _bar(title: str, rows: list[Row]) -> tuple[str, float, float, str, str]:
    both = _sum(rows)
    return title, both.whole, both.part, f"{both.whole:,}", f"{both.part:,}"


def cover(counts: Counts, before: Counts | None) -> Section:
    rows = counts["cover"]
    signed = Grid(
        "cover",
        "Before the offices closed",
        ("Days off", "Agencies that had signed", "With nobody there who can decide"),
        tuple((_days(row), f"{row['signed']} of {row['asked']}", str(row["alone"])) for row in rows),
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
        tuple(_came(row) for row in rows if row["is_over"]),
        empty="No bank holiday of this quarter is over.",
    )
    now, last = _signed(rows), _signed((before or {}).get("cover", ()))
    said = changes.of_share("Signatures that were there in time", now, last if before else None)
    return Section("cover", "Is somebody there over weekends and bank holidays?", (said,), (signed, came))


def _signed(rows: Iterable[Row]) -> Share:
    held = list(rows)
    return Share(sum(row["signed"] for row in held), sum(row["asked"] for row in held))


def _days(row: Row) -> str:
    return f"{row['title']}, from {dates.short_day(date.fromisoformat(row['starts_on']))}"


def _came(row: Row) -> tuple[str, ...]:
    return _days(row), *(f"{row[key]:,}" for key in ("sent", "urgent", "late", "untaken", "gaps", "unheld"))

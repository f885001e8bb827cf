"""How does it read where agencies disagree, and which children nobody sees? Counts of children hide what is small."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from followthrough.service.board import changes
from followthrough.service.board.changes import Share, Time
from followthrough.service.board.content import Grid, Section, bars
from followthrough.service.board.counting import Counts
from followthrough.service.board.presenters.following import Due
from followthrough.service.core.suppressing import (
    Number,
    Parts,
    Told,
    number_alone,
    numbers_in_line,
    told,
)

Row = Mapping[str, Any]
BANDS: Final = ("less than 4 weeks ago", "4 to 8 weeks ago", "8 to 12 weeks ago", "12 weeks ago or more", "never")
_LONG: Final = (3, 4)
_MISSED: Final = {
    "child.not-brought": "Was not brought to an appointment",
    "child.not-seen": "Was not seen at a visit",
    "visit.no-access": "Nobody let the worker in",
    "visit.cancelled": "The visit was cancelled",
}
ESCALATION: Final = "escalation"


def disagreements(counts: Counts, before: Counts | None, themes: Mapping[str, str]) -> Section:
    rows, last = counts["challenges"], (before or {}).get("challenges", ())
    held = {key: numbers_in_line([row[key] for row in rows]) for key in ("raised", "closed", "open")}
    stages = Grid(
        "disagreements",
        "By the highest stage that they came to",
        ("Stage", "Raised", "Closed", "Still open", "Half closed within"),
        tuple(_stage(row, {key: held[key][n] for key in held}) for n, row in enumerate(rows)),
        empty="Nobody has raised a challenge. Ask why: agencies that never disagree may not be looking.",
        bars=bars((f"Stage {row['stage']}", held["raised"][n], held["closed"][n]) for n, row in enumerate(rows)),
        names=("raised", "closed"),
    )
    about = numbers_in_line([row["closed"] for row in counts["challenge_themes"]])
    taught = Grid(
        "disagreements",
        "What those that were closed were about",
        ("About", "Closed"),
        tuple((row["theme"].capitalize(), told(about[n])) for n, row in enumerate(counts["challenge_themes"])),
        empty="None was closed in this quarter.",
    )
    said = (
        changes.of_number("Raised", _sum(rows, "raised"), _sum(last, "raised") if before else None),
        changes.of_number("Still open", _sum(rows, "open"), _sum(last, "open") if before else None),
        changes.of_share(
            "Steps of the policy taken in time", _in_time(counts, themes), _in_time(before, themes) if before else None
        ),
    )
    return Section("disagreements", "Do agencies challenge each other, and does it end?", said, (stages, taught))


def _stage(row: Row, numbers: Mapping[str, Number | None]) -> tuple[str, *tuple[Told, ...]]:
    half = Time(row["median"], numbers["closed"]).words
    return f"Stage {row['stage']}", *[*map(told, numbers.values()), half]


def _sum(rows: Sequence[Row], key: str) -> Number | None:
    return number_alone(sum(row[key] for row in rows))


def _in_time(counts: Counts, themes: Mapping[str, str]) -> Share:
    """Procedures of the escalation policy together."""
    found = [{**row, "theme": ESCALATION} for row in counts["duties_of"] if themes.get(row["procedure"]) == ESCALATION]
    return Due(found, "theme").share()


def out_of_sight(counts: Counts, before: Counts | None) -> Section:
    seen = _seen(counts)
    unseen = Grid(
        "unseen",
        "When children were last seen",
        ("Last seen", "Children"),
        tuple((words.capitalize(), told(seen.number(0, n))) for n, words in enumerate(BANDS)),
    )
    missed = Grid(
        "missed",
        "Not brought, or not seen at a visit",
        ("What happened", "Times", "Children"),
        tuple(_missed(row) for row in counts["missed"]),
    )
    at_home = Grid(
        "home-educated",
        "Taught at home",
        ("At the end of the time", "Children"),
        (("Taught at home", told(number_alone(counts["at_home"][0]["children"]))),),
    )
    long_ago = changes.of_share(
        "Not seen for 12 weeks, or never", _long_ago(seen), _long_ago(_seen(before)) if before else None
    )
    return Section("sight", "Which children does nobody see?", (long_ago,), (unseen, missed, at_home))


def _seen(counts: Counts) -> Parts:
    by_band = {row["band"]: row["children"] for row in counts["unseen"]}
    return Parts([[by_band.get(band, 0) for band in range(len(BANDS))]])


def _long_ago(seen: Parts) -> Share:
    return Share(seen.number(0, *_LONG), seen.number(0))


def _missed(row: Row) -> tuple[str, *tuple[Told, ...]]:
    children = number_alone(row["children"])
    return _MISSED[row["kind"]], _times(row["times"], children), told(children)


def _times(times: int, children: Number | None) -> Told:
    """Of few children no number of times is told either; each of many was missed once at least."""
    return told(None) if children is None else told(number_alone(times))

"""How does it read where agencies disagree, and which children nobody sees? Counts of children hide what is small."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from followthrough.service.board import changes
from followthrough.service.board.changes import Share, in_hours
from followthrough.service.board.content import Grid, Section
from followthrough.service.board.counting import Counts
from followthrough.service.core.suppressing import HIDDEN, hidden_in_line, is_small

Row = Mapping[str, Any]
BANDS: Final = ("less than 4 weeks ago", "4 to 8 weeks ago", "8 to 12 weeks ago", "12 weeks ago or more", "never")
_MISSED: Final = {
    "child.not-brought": "Was not brought to an appointment",
    "child.not-seen": "Was not seen at a visit",
    "visit.no-access": "Nobody let the worker in",
    "visit.cancelled": "The visit was cancelled",
}
ESCALATION: Final = "escalation"


def number(count: int) -> str:
    """A count of children that stands alone."""
    return HIDDEN if is_small(count) else f"{count:,}"


def disagreements(counts: Counts, before: Counts | None, themes: Mapping[str, str]) -> Section:
    rows, last = counts["challenges"], (before or {}).get("challenges", ())
    stages = Grid(
        "disagreements",
        "By the highest stage that they came to",
        ("Stage", "Raised", "Closed", "Still open", "Half closed within"),
        tuple(_stage(row) for row in rows),
        empty="Nobody has raised a challenge. Ask why: agencies that never disagree may not be looking.",
        bars=tuple(
            (f"Stage {row['stage']}", row["raised"], row["closed"], str(row["raised"]), str(row["closed"]))
            for row in rows
        ),
        names=("raised", "closed"),
    )
    taught = Grid(
        "disagreements",
        "What those that were closed were about",
        ("About", "Closed"),
        tuple((row["theme"].capitalize(), str(row["closed"])) for row in counts["challenge_themes"]),
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


def _stage(row: Row) -> tuple[str, ...]:
    median = "–" if row["median"] is None else in_hours(row["median"])
    return f"Stage {row['stage']}", str(row["raised"]), str(row["closed"]), str(row["open"]), median


def _sum(rows: Iterable[Row], key: str) -> int:
    return sum(row[key] for row in rows)


def _in_time(counts: Counts | None, themes: Mapping[str, str]) -> Share:
    rows = [row for row in (counts or {}).get("duties_of", ()) if themes.get(row["procedure"]) == ESCALATION]
    return Share(_sum(rows, "on_time"), _sum(rows, "due"))


def out_of_sight(counts: Counts, before: Counts | None) -> Section:
    by_band = {row["band"]: row["children"] for row in counts["unseen"]}
    seen = [by_band.get(band, 0) for band in range(len(BANDS))]
    hidden = hidden_in_line(seen)
    unseen = Grid(
        "unseen",
        "When children were last seen",
        ("Last seen", "Children"),
        tuple((words.capitalize(), HIDDEN if n in hidden else f"{seen[n]:,}") for n, words in enumerate(BANDS)),
        note="A number of children under 5 is hidden, and another with it where it could be worked out.",
    )
    missed = Grid(
        "missed",
        "Not brought, or not seen at a visit",
        ("What happened", "Times", "Children"),
        tuple(
            (
                _MISSED[row["kind"]],
                HIDDEN if is_small(row["children"]) else f"{row['times']:,}",
                number(row["children"]),
            )
            for row in counts["missed"]
        ),
    )
    at_home = Grid(
        "home-educated",
        "Taught at home",
        ("At the end of the quarter", "Children"),
        (("Taught at home", number(counts["at_home"][0]["children"])),),
    )
    return Section(
        "sight",
        "Which children does nobody see?",
        _long(seen, before, is_hidden=bool(hidden)),
        (unseen, missed, at_home),
    )


def _long(seen: list[int], before: Counts | None, *, is_hidden: bool) -> tuple[str, ...]:
    """Of those not seen for 12 weeks or never; nothing is said where a number that it rests on is hidden."""
    now, all_now = sum(seen[3:]), sum(seen)
    last = {row["band"]: row["children"] for row in before["unseen"]} if before else {}
    then, all_then = sum(last.get(band, 0) for band in (3, 4)), sum(last.values())
    if is_hidden or any(is_small(each) for each in (now, all_now - now, *last.values(), then)):
        return ("Some of these numbers are too small to be told, so nothing is said of how they changed.",)
    return (
        changes.of_share(
            "Not seen for 12 weeks, or never", Share(now, all_now), Share(then, all_then) if before else None
        ),
    )

"""How do figures by tier read? What is small is hidden, and others with it, so that nothing can be worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from followthrough.service.core.suppressing import HIDDEN, hidden_in_table, is_small
from followthrough.service.design.components import Table
from followthrough.service.design.dates import span_words
from followthrough.service.design.wordfile import Part, Rows
from followthrough.service.learning.commissioning.models import Tier
from followthrough.service.learning.commissioning.queries.figures import Figures

Row = Mapping[str, Any]
TITLE = "Emotional health and well-being: need, waits and coordination"
NOTE = "Numbers alone. A number under 5 is hidden, and others with it so that it cannot be worked out."
ABOUT = (
    "Children who were referred to a mental health service in the year before this month, by the tier that was asked "
    "for. A child counts once in a tier. A wait ends when a mental health worker first saw the child. A child "
    "who was not taken on does not wait, and needs other help. It is counted once a month, so that no two days can be "
    "told apart."
)


def tables(held: Figures, titles: Mapping[str, str]) -> list[Table]:
    became = ("seen", "waiting", "unanswered", "declined")
    waits = _lines(held["waits"], became, ("median", "waited", "unheard"))
    return [
        Table(
            "What became of the referrals",
            ("Tier", "Seen", "Taken on or on the list, not seen", "No answer yet", "Not taken on", "All"),
            tuple(row[:6] for row in waits),
            "Nobody was referred in the last year.",
        ),
        Table(
            "How long children wait",
            ("Tier", "Half seen within", "Half of those who wait: so far", "Half of those with no answer: so far"),
            tuple((row[0], *row[6:]) for row in waits),
            "Nobody was referred in the last year.",
        ),
        Table(
            "Does somebody hold it together?",
            ("Tier", "With a lead professional", "Without one", "All"),
            tuple(_lines(held["coordinated"], ("led", "not_led"))),
            "Nobody was referred in the last year.",
        ),
        Table(
            "Is there one plan of early help?",
            ("Tier", "With a plan", "Without one", "All"),
            tuple(_lines(held["coordinated"], ("planned", "not_planned"))),
            "Nobody was referred in the last year.",
        ),
        Table(
            "Gaps between services",
            ("Tier of the help that was missing", "A commissioner has answered", "Not answered", "All"),
            tuple(_lines(held["gaps"], ("answered", "unanswered"))),
            "Nobody has written down a gap in the last year.",
        ),
        Table(
            "What procedures ask for, and whether it was done in time",
            ("Procedure", "On time", "Late, or not done", "All"),
            tuple(_lines(held["duties"], ("on_time", "late"), name=lambda row: titles[row["procedure"]])),
            "Nothing of this fell due in the last year.",
        ),
    ]


def tier_words(tier: int) -> str:
    return Tier(tier).label if tier in Tier.values else "Tier not said"


def _of_tier(row: Row) -> str:
    return tier_words(row["tier"])


def _lines(
    rows: Sequence[Row], columns: Sequence[str], times: Sequence[str] = (), name: Any = _of_tier
) -> list[tuple[str, ...]]:
    few = {n for n, row in enumerate(rows) if is_small(row["children"])}
    hidden = hidden_in_table([[row[each] for each in columns] for row in rows], few)
    return [
        (
            name(row),
            *(HIDDEN if (n, at) in hidden else f"{row[each]:,}" for at, each in enumerate(columns)),
            HIDDEN if (n, len(columns)) in hidden else f"{sum(row[each] for each in columns):,}",
            *(_time(row[each], is_hidden=n in few or (n, at) in hidden) for at, each in enumerate(times)),
        )
        for n, row in enumerate(rows)
    ]


def _time(hours: float | None, *, is_hidden: bool) -> str:
    return "–" if hours is None or is_hidden else span_words(timedelta(hours=hours))


def for_pdf(held: Figures, titles: Mapping[str, str]) -> dict[str, Any]:
    grids = [
        {"caption": each.caption, "note": "", "head": each.head, "rows": each.rows, "empty": each.empty, "svg": ""}
        for each in tables(held, titles)
    ]
    section = {"title": "By tier", "said": [ABOUT], "grids": grids}
    return {"title": TITLE, "note": NOTE, "lines": [NOTE], "sections": [section]}


def for_word(held: Figures, titles: Mapping[str, str]) -> list[Part]:
    found = [
        Rows(each.caption, each.head, [[str(cell) for cell in row] for row in each.rows], each.empty)
        for each in tables(held, titles)
    ]
    return [Part("By tier", [ABOUT], found)]

"""What was judged of a child, which discussions were called and held, and who is told of a judgement?"""

from __future__ import annotations

from followthrough.service.chronology.queries import Entry
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Row, Table
from followthrough.service.ledger import calendar
from followthrough.service.strategy import foretelling
from followthrough.service.strategy.presenters.page import address, decided, state
from followthrough.service.strategy.queries import keys_of
from followthrough.service.strategy.reading import Desk


def overview_table(desk: Desk) -> Table:
    rows = tuple(
        (
            Cell(dates.in_words(each.at), address(desk, each)),
            Cell(tag=state(desk, each)),
            desk.telling.agency(each.leads),
            decided(each.held.event.data.get("decision", "Not recorded")) if each.held else "",
        )
        for each in desk.discussions
    )
    head = ("When", "How it stands", "Led by", "Decided")
    return Table("Strategy discussions", head, rows, "None yet.", is_caption_hidden=True)


def judgement_rows(desk: Desk, entry: Entry) -> list[Row]:
    telling, data = desk.telling, entry.event.data
    who = telling.names.get(entry.row.author, "")
    immediate = data.get("immediate")
    danger = "" if immediate is None else "In danger now" if immediate else "Not in danger at that moment"
    rests = [desk.chronicle.entry(str(each)) for each in keys_of(data.get("rests_on"))]
    lines = [_line(desk, each) for each in rests if each]
    found = [
        Row("Who judged", f"{who}, {telling.agency(entry.event.agency)}, {dates.in_words(entry.event.occurred_from)}"),
        Row("What", ", ".join(filter(None, (str(data.get("harm", "")).capitalize(), danger)))),
        Row("Why", str(data.get("reason") or entry.event.text)),
    ]
    found = [row for row in found if row.value]
    return [*found, *([Row("It rests on", values=tuple(lines))] if lines else [])]


def _line(desk: Desk, entry: Entry) -> str:
    return f"{entry.number}. {desk.telling.kind(entry.event)}, {dates.in_short(entry.event.occurred_from)}"


def told_words(desk: Desk) -> str:
    """Who is told of a judgement, and what they must do by when."""
    team = desk.social_care
    if team is None:
        return "Nobody answers for children’s social care in the directory. Ring them yourself."
    now, days = desk.telling.now, calendar.current()
    soon, later = (foretelling.discussion_by(each, team.agency_id, now, desk.rules, days) for each in (True, False))
    if soon is None or later is None:
        return f"{team} is told. The rules in force here ask them for no discussion: ring them."
    if soon == later:
        by = f"by {dates.near_words(soon, now)}"
    else:
        by = f"by {dates.near_words(soon, now)} if the child is in danger now, else by {dates.near_words(later, now)}"
    return f"{team} is told at once. They must hold a strategy discussion {by}."

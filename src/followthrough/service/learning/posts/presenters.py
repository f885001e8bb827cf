"""How does the register read? A post with who fills it and what is owed; for the Board, what is vacant since when."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from followthrough.procedures.model.answer import DutyState
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Row, Table, Tag
from followthrough.service.learning.posts.models import Group, Holding, Post
from followthrough.service.learning.posts.queries import Entry
from followthrough.service.ledger.models import Duty

_VACANT = Tag("Vacant", "overdue")


def register_table(found: Iterable[Entry]) -> Table:
    head = ("Post", "Who fills it", "Since", "Who covers", "Training", "What is due next")
    rows = tuple(_line(each) for each in found)
    return Table("Posts of your agency", head, rows, "No post stands in the register yet. Add the first one.", True)


def _line(entry: Entry) -> tuple[Cell | str, ...]:
    post, holding = entry.post, entry.holding
    name = Cell(post.title, reverse("posts:post", args=[post.pk]))
    if holding is None:
        return name, Cell(tag=_VACANT), _since(post), "", f"Needs {post.level}", ""
    return (
        name,
        holding.holder,
        dates.short_day(holding.since),
        holding.covered_by or "Nobody is named",
        _held(holding, post),
        _next(entry.owed),
    )


def _since(post: Post) -> str:
    return dates.short_day(post.vacant_since) if post.vacant_since else ""


def _held(holding: Holding, post: Post) -> str:
    if holding.trained_on is None:
        return f"None yet. Needs {post.level}"
    return f"{holding.level_held.capitalize()}, {dates.short_day(holding.trained_on)}"


def _next(owed: Iterable[Duty]) -> Cell:
    first = next(iter(owed), None)
    if first is None:
        return Cell("Nothing")
    tag = Tag("Overdue", "overdue") if first.state == DutyState.BREACHED else None
    return Cell(f"By {dates.in_short(first.due_at)}", reverse("worklist:duty", args=[first.pk]), tag)


def vacancies_table(found: Iterable[Post]) -> Table:
    rows = tuple(
        (
            each.title,
            each.agency.title,
            _since(each),
            Cell(tag=Tag("Law or guidance requires it", "soon")) if each.is_required else "–",
        )
        for each in found
    )
    head = ("Post", "Agency", "Vacant since", "Required")
    return Table("Vacant posts", head, rows, "No post is vacant.", is_caption_hidden=True)


def post_rows(entry: Entry) -> list[Row]:
    post, holding = entry.post, entry.holding
    rows = [
        Row("Required", "Law or guidance requires this post" if post.is_required else "The agency chose to have it"),
        Row("Rules on training", Group(post.group).label),
        Row("Level that it needs", post.get_level_display()),
    ]
    if holding is None:
        ended = [Row("Ended", dates.day_in_words(post.ended_on))] if post.ended_on else []
        since = dates.day_in_words(post.vacant_since) if post.vacant_since else ""
        return [*rows, Row("Who fills it", f"Nobody, since {since}", tag=_VACANT), *ended]
    rows += [
        Row("Who fills it", f"{holding.holder}, since {dates.day_in_words(holding.since)}"),
        Row("Who covers", holding.covered_by or "Nobody is named"),
        Row("Training", _held(holding, post)),
    ]
    if post.group == Group.LEAD:
        rows.append(Row("Last update", dates.day_in_words(holding.updated_on) if holding.updated_on else "None yet"))
    return rows


def owed_table(owed: Iterable[Duty]) -> Table:
    rows = tuple(
        (
            Cell(each.title, reverse("worklist:duty", args=[each.pk])),
            dates.in_short(each.due_at),
            Cell(tag=Tag("Overdue", "overdue") if each.state == DutyState.BREACHED else Tag("To be done", "due")),
        )
        for each in owed
    )
    head = ("Rule", "By", "How it stands")
    return Table("What the rules ask now", head, rows, "Nothing is owed now.", is_caption_hidden=True)


def before_table(found: Iterable[Holding]) -> Table:
    rows = tuple(
        (each.holder, dates.short_day(each.since), dates.short_day(each.until)) for each in found if each.until
    )
    return Table("Who filled it before", ("Who", "From", "To"), rows, "Nobody.", is_caption_hidden=True)

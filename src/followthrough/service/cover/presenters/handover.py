"""How does a hand-over list read: to whoever comes on duty, and to whoever goes?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from followthrough.service.children.models import Child
from followthrough.service.children.presenters import page_of
from followthrough.service.core.viewer import Viewer
from followthrough.service.cover.models import HandOver, HandOverItem
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Table, Tag
from followthrough.service.design.dates import When

State, What = HandOverItem.State, HandOverItem.What
_TAGS = {
    State.WAITING: Tag("Not accepted", "waiting"),
    State.ASKED: Tag("Asked about", "soon"),
    State.ACCEPTED: Tag("Accepted", "done"),
}
UNSEEN = "The child’s name shows once you have accepted it"


@dataclass(frozen=True)
class ItemPart:
    pk: str
    title: str
    child: str
    child_href: str
    clock: When | None
    tag: Tag
    settled: str
    question: str
    answer: str
    may_accept: bool
    may_answer: bool


@dataclass(frozen=True)
class ListPage:
    pk: str
    title: str
    words: str
    items: tuple[ItemPart, ...]
    is_taker: bool


def lists_table(viewer: Viewer, found: Iterable[HandOver], finished: Collection[str], now: datetime) -> Table:
    rows = []
    for each in found:
        items = list(each.items.all())
        left = [item for item in items if item.state != State.ACCEPTED and item.ref not in finished]
        is_late = bool(left) and each.shift_ends_at <= now
        tag = Tag("Overdue", "overdue") if is_late else Tag("To accept", "waiting") if left else Tag("Done", "done")
        rows.append(
            (
                Cell(title_of(each), reverse("rotas:hand-over", args=[each.pk])),
                f"{each.giver.title} to {each.taker.title}",
                Cell(f"{len(left)} of {len(items)}" if items else "Nothing was open", tag=tag if items else None),
            )
        )
    head = ("Shift that ends", "From and to", "Not accepted yet")
    return Table("Hand-over lists", head, tuple(rows), "No list was made in the last days.", is_caption_hidden=True)


def title_of(hand_over: HandOver) -> str:
    return dates.in_words(hand_over.shift_ends_at)


def list_page(
    viewer: Viewer,
    hand_over: HandOver,
    items: Iterable[HandOverItem],
    children: Mapping[str, Child],
    names: Mapping[str, str],
    finished: Collection[str],
    now: datetime,
) -> ListPage:
    is_taker, is_giver = hand_over.taker.key in viewer.teams, hand_over.giver.key in viewer.teams
    return ListPage(
        pk=hand_over.pk,
        title=f"{hand_over.giver.title} to {hand_over.taker.title}",
        words=f"The shift ends {dates.near_words(hand_over.shift_ends_at, now)}. "
        f"{hand_over.taker.title} is there until {dates.near_words(hand_over.taker_until, now)}.",
        items=tuple(
            _item(each, children, names, each.ref in finished, now, is_taker=is_taker, is_giver=is_giver)
            for each in items
        ),
        is_taker=is_taker,
    )


def _item(
    item: HandOverItem, children: Mapping[str, Child], names: Mapping[str, str], is_over: bool, now: datetime,
    *, is_taker: bool, is_giver: bool,
) -> ItemPart:  # fmt: skip
    child = children.get(item.child_id)
    who = names.get(item.settled_by, "")
    state = State(item.state)
    verb = {State.ACCEPTED: "Accepted by", State.ASKED: "Asked by"}.get(state, "")
    settled = f"{verb} {who}, {dates.near_words(item.settled_at, now)}" if verb and item.settled_at else ""
    is_open = not is_over and state != State.ACCEPTED
    return ItemPart(
        pk=item.pk,
        title=item.title,
        child=child.name if child else UNSEEN,
        child_href=page_of(child) if child else "",
        clock=dates.clock(item.due_at, now) if item.due_at and not is_over else None,
        tag=Tag("Done since", "done") if is_over and state != State.ACCEPTED else _TAGS[state],
        settled=settled,
        question=item.question,
        answer=item.answer,
        may_accept=is_taker and is_open,
        may_answer=is_giver and is_open and state == State.ASKED,
    )

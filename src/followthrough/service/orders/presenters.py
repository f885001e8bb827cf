"""How do bail, orders and who was told read? What is in force first, what ends soon and what has run out plainly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from followthrough.service.chronology import bail
from followthrough.service.chronology.bail import Bail
from followthrough.service.chronology.presenters.duties import short_cards
from followthrough.service.chronology.queries import Entry
from followthrough.service.design import dates
from followthrough.service.design.components import Action, Cell, DutyCard, Row, Table, Tag
from followthrough.service.design.forms import Choice
from followthrough.service.orders import policies, queries
from followthrough.service.orders.queries import Agreement, Order
from followthrough.service.orders.reading import Desk
from followthrough.service.sharing.models import Leg
from followthrough.service.sharing.presenters.words import upper_first
from followthrough.service.sharing.projecting import step

SOON = 14  # days: ten working days, when the procedures remind of it
_CONTACT = {
    bail.NO_CONTACT: "No contact",
    bail.WATCHED: "Only while somebody watches",
    bail.NO_CONDITION: "No condition",
}


_TO = {"the carer": "Carer", "school or nursery": "School or nursery", "none to tell": "No school or nursery to tell"}


@dataclass(frozen=True)
class Sheet:
    """One bail or order in force. `alarm` is what must be settled now."""

    anchor: str
    title: str
    tag: Tag
    rows: tuple[Row, ...]
    actions: tuple[Action, ...]
    alarm: str = ""


@dataclass(frozen=True)
class Page:
    bails: tuple[Sheet, ...]
    orders: tuple[Sheet, ...]
    released: tuple[Sheet, ...]  # under investigation, with no conditions
    agreements: tuple[Sheet, ...]
    duties: tuple[DutyCard, ...]
    past: Table
    may_bail: bool
    may_order: bool


def page_of(desk: Desk) -> Page:
    legs = _legs(desk)
    return Page(
        bails=tuple(_bail(desk, each, legs) for each in desk.bails if each.ended is None),
        orders=tuple(_order(desk, each, legs) for each in desk.orders if each.ended is None),
        released=tuple(_released(desk, each) for each in desk.under_investigation),
        agreements=tuple(_agreement(desk, each) for each in desk.agreements if each.ended is None),
        duties=short_cards(desk.duties, desk.telling),
        past=_past(desk),
        may_bail=policies.can_bail(desk.viewer, desk.own_kind),
        may_order=policies.can_order(desk.viewer, desk.own_kind),
    )


def who_words(found: Bail) -> str:
    return found.who or "A carer"


def until_tag(until: date | None, now: datetime) -> Tag:
    if until is None:
        return Tag("In force, no last day written down", "waiting")
    left = (until - now.astimezone(dates.LONDON).date()).days
    if left < 0:
        return Tag(f"Ran out on {dates.short_day(until)}: check whether it goes on", "overdue")
    words = "Ends today" if left == 0 else "Ends tomorrow" if left == 1 else f"In force, ends in {left} days"
    return Tag(words, "soon" if left <= SOON else "done")


def teams(desk: Desk, found: Bail | Order) -> tuple[list[Choice], list[str]]:
    """Of each other agency the team that is there now, and those to tick: whoever has written in this record and was
    not sent it yet.
    """
    had = {leg.team.agency_id for leg in _legs_of(found, _legs(desk))}
    wrote = {row.agency for row in desk.chronicle.rows.values()}
    agencies = sorted({team.agency_id for team in desk.teams.values()} - {desk.viewer.agency}, key=desk.telling.agency)
    there = [team for each in agencies if (team := desk.team_there(each)) and team.agency.kind != "board"]
    return [Choice(team.key, str(team)) for team in there], [
        team.key for team in there if team.agency_id in wrote - had
    ]


def _bail(desk: Desk, found: Bail, legs: Mapping[str, list[Leg]]) -> Sheet:
    now = desk.telling.now
    told, untold = list(_told(desk, found, legs)), list(_untold(found, legs))
    until = dates.day_in_words(found.until) if found.until else "Nobody wrote the last day down"
    rows = (
        Row("Contact with the child", _contact(desk, found)),
        Row("Must not be at", found.not_at),
        Row("Other conditions", found.conditions),
        Row("From", dates.in_words(found.granted.event.occurred_from)),
        Row("Until", until),
        Row("For", upper_first(str(found.granted.event.data.get("offence", "")))),
        Row("Was no contact considered?", values=tuple(_thought(desk, found))),
        Row("Who was told", values=tuple(told)),
        Row("Not told yet", values=tuple(untold)),
    )
    return Sheet(
        anchor=found.granted.root,
        title=f"{who_words(found)} is on bail",
        tag=until_tag(found.until, now),
        rows=tuple(each for each in rows if each.value or each.values),
        actions=tuple(_bail_actions(desk, found)),
        alarm=_alarm(desk, found),
    )


def _contact(desk: Desk, found: Bail) -> str:
    words = _CONTACT.get(found.contact, "Not written down")
    names = " and ".join(desk.telling.child(each) for each in found.children)
    return f"{words}: {names}" if names and found.contact in (bail.NO_CONTACT, bail.WATCHED) else words


def _thought(desk: Desk, found: Bail) -> Iterator[str]:
    if found.considered is None:
        yield "Nobody has written down that it was."
        return
    data, telling = found.considered.event.data, desk.telling
    agency = telling.agency(str(data["consulted"])) if data.get("consulted") else ""
    asked = ", ".join(filter(None, (telling.person(str(data.get("asked", ""))), agency)))
    by = telling.person(str(data.get("by", ""))) or "somebody"
    yield f"{upper_first(str(data.get('decision', 'Yes')))}. Decided by {by}"
    yield f"Asked: {asked}" if asked else "Nobody was asked"
    if data.get("reason"):
        yield f"Why: {data['reason']}"


def _alarm(desk: Desk, found: Bail) -> str:
    """Said until somebody safe is written down who was found since the release, or a day before it."""
    if found.contact != bail.NO_CONTACT or not found.only_carer or not found.is_about(desk.child.pk):
        return ""
    settled = (queries.AGREED, "placement.started", "police.protection")
    since = found.latest.event.occurred_from.date()
    is_settled = any(
        each.event.kind in settled and each.event.occurred_from.date() >= since and each.event.data.get("checked", True)
        for each in desk.entries
    )
    alarm = f"{who_words(found)} was the only carer. Settle who cares for {desk.child.name} tonight."
    return "" if is_settled else alarm


def _told(desk: Desk, found: Bail | Order, legs: Mapping[str, list[Leg]]) -> Iterator[str]:
    telling = desk.telling
    for entry in found.told if isinstance(found, Bail) else ():
        data = entry.event.data
        to = _TO[str(data["to"])]
        who = f"{to}: {data['who']}" if data.get("who") else to
        yield f"{who}, {dates.in_short(entry.event.occurred_from)}"
    for leg in _legs_of(found, legs):
        had = step(leg, "received")
        if had is None:
            yield f"{leg.team}: sent {dates.in_short(leg.share.sent_at)}, nobody has it yet"
        else:
            at = dates.in_short(datetime.fromisoformat(had["at"]))
            yield f"{leg.team}: {telling.names.get(had['by'], 'a named person')}, {at}"


def _untold(found: Bail, legs: Mapping[str, list[Leg]]) -> Iterator[str]:
    """Whom the procedures name. Nobody else is said to be missing."""
    told = {str(each.event.data["to"]) for each in found.told}
    if "the carer" not in told:
        yield "Whoever looks after the child"
    if not told & {"school or nursery", "none to tell"}:
        yield "School or nursery"
    if not any(leg.team.agency_id == "social-care" for leg in _legs_of(found, legs)):
        yield "Children’s social care"


def _bail_actions(desk: Desk, found: Bail) -> Iterator[Action]:
    who = who_words(found)
    if policies.can_order(desk.viewer, desk.own_kind):
        if _alarm(desk, found):
            yield Action("Write down who cares for the child", _address(desk, "carer"), who, "primary")
        yield Action("Write down who was told", _address(desk, "told", found.granted), who, "secondary")
        yield Action("Send it to others", _address(desk, "send", found.granted), who, "secondary")
    if policies.can_bail(desk.viewer, desk.own_kind):
        if found.considered is None:
            yield Action("Write down that no contact was considered", _address(desk, "no-contact"), who)
        yield Action("It goes on longer", _address(desk, "longer", found.granted), who)
        yield Action("The conditions change", _address(desk, "conditions", found.granted), who)
        yield Action("It has ended", _address(desk, "ended", found.granted), who)


def _order(desk: Desk, found: Order, legs: Mapping[str, list[Leg]]) -> Sheet:
    until = dates.day_in_words(found.until) if found.until else "No last day is written down"
    by = desk.telling.agency(found.made.event.agency)
    rows = (
        Row("What it says", found.words or found.made.event.text),
        Row("From", dates.in_words(found.made.event.occurred_from)),
        Row("Until", until),
        Row("Written down by", by),
        Row("Who was told", values=tuple(_told(desk, found, legs))),
    )
    title, actions = upper_first(found.type) or "A court order", []
    if policies.can_order(desk.viewer, desk.own_kind):
        actions = [
            Action("Send it to others", _address(desk, "send", found.made), title, "secondary"),
            Action("It goes on longer", _address(desk, "longer", found.made), title),
            Action("It has ended", _address(desk, "ended", found.made), title),
        ]
    shown = tuple(each for each in rows if each.value or each.values)
    return Sheet(found.made.root, title, until_tag(found.until, desk.telling.now), shown, tuple(actions))


def _released(desk: Desk, entry: Entry) -> Sheet:
    rows = (
        Row("Since", dates.in_words(entry.event.occurred_from)),
        Row("What was written", entry.event.text),
        Row("Custody number", str(entry.event.data.get("custody", ""))),
        Row("Written down by", desk.telling.agency(entry.event.agency)),
    )
    shown = tuple(each for each in rows if each.value)
    return Sheet(
        entry.root, "Released under investigation", Tag("No condition holds", "overdue"), shown, (_see(desk, entry),)
    )


def _agreement(desk: Desk, found: Agreement) -> Sheet:
    data, telling = found.signed.event.data, desk.telling
    checker, often = telling.person(str(data.get("checked_by", ""))), str(data.get("checked_how_often", ""))
    finding = str(found.checked.event.data.get("finding", "")) if found.checked else ""
    on = dates.in_short(found.checked.event.occurred_from) if found.checked else ""
    is_broken = bool(found.broken) and (
        found.checked is None or found.broken.event.occurred_from > found.checked.event.occurred_from  # type: ignore[union-attr]
    )
    rows = (
        Row("What was agreed", str(data.get("words", "")) or found.signed.event.text or "Not written down"),
        Row("Signed", dates.in_words(found.signed.event.occurred_from)),
        Row("Who checks it", ", ".join(filter(None, (checker or "Nobody is named", often)))),
        Row("Last checked", ": ".join(filter(None, (on, finding))) or "Nobody has written that they looked"),
        Row("Broken", str(found.broken.event.data.get("words", "")) or "Yes" if found.broken else ""),
        Row("If it is broken", str(data.get("if_broken", ""))),
        Row("What else protects the child", str(data.get("also_protects", ""))),
    )
    bad = is_broken or finding == "not kept"
    tag = Tag("Broken", "overdue") if bad else Tag("In force", "done" if finding == "kept" else "waiting")
    shown = tuple(each for each in rows if each.value)
    return Sheet(found.signed.root, "Written agreement", tag, shown, (_see(desk, found.signed),))


def _see(desk: Desk, entry: Entry) -> Action:
    return Action("See it in the chronology", reverse("chronology:entry", args=[desk.child.pk, entry.root]))


def _past(desk: Desk) -> Table:
    rows = [(f"{who_words(each)}: bail", each.granted, each.ended) for each in desk.bails if each.ended is not None] + [
        (upper_first(each.type) or "A court order", each.made, each.ended) for each in desk.orders if each.ended
    ]
    rows += [("A written agreement", each.signed, each.ended) for each in desk.agreements if each.ended]
    told = tuple(
        (
            Cell(words, reverse("chronology:entry", args=[desk.child.pk, began.root])),
            dates.in_short(began.event.occurred_from),
            dates.in_short(ended.event.occurred_from) if ended else "",
            upper_first(str(ended.event.data.get("why", ""))) if ended else "",
        )
        for words, began, ended in rows
    )
    return Table("What has ended", ("What", "From", "Ended", "Why"), told, "Nothing has ended.", is_caption_hidden=True)


def _legs(desk: Desk) -> dict[str, list[Leg]]:
    """By the entry that was sent, each part of a share of it, where the viewer's team has a part in that share."""
    roots = {root for each in desk.all for root in each.roots}
    kinds = (bail.GRANTED, bail.EXTENDED, bail.CHANGED, bail.ENDED, queries.MADE, queries.EXTENDED, queries.ENDED)
    shared = Leg.objects.filter(share__kind__in=kinds, share__child=desk.child.pk) if roots else Leg.objects.none()
    found: dict[str, list[Leg]] = {}
    for leg in shared.exclude(state__in=[Leg.State.REDIRECTED, Leg.State.WITHDRAWN]).select_related(
        "team__agency", "share"
    ):
        found.setdefault(str(leg.share.items[0]), []).append(leg)
    return found


def _legs_of(found: Bail | Order, legs: Mapping[str, list[Leg]]) -> list[Leg]:
    own = [leg for root in sorted(found.roots) for leg in legs.get(root, [])]
    return sorted(own, key=lambda leg: (leg.share.sent_at, leg.pk))


def _address(desk: Desk, name: str, entry: Entry | None = None) -> str:
    return reverse(f"orders:{name}", args=[desk.child.pk, *([entry.root] if entry else [])])

"""How do the injuries of a child read, all of them, and one?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from followthrough.service.attachments import presenters as attachments
from followthrough.service.attachments import queries as attached
from followthrough.service.attachments.presenters import File
from followthrough.service.children.presenters import age_in_words
from followthrough.service.chronology.places import share_about
from followthrough.service.chronology.presenters.duties import LONG, short_cards
from followthrough.service.chronology.presenters.entries import known_to
from followthrough.service.chronology.queries import Entry
from followthrough.service.design import dates
from followthrough.service.design.components import Action, Cell, DutyCard, Row, Table, Tag
from followthrough.service.injuries import queries
from followthrough.service.injuries.presenters import telling as words
from followthrough.service.injuries.presenters.picture import Picture, beside, of_all, of_one
from followthrough.service.injuries.queries import Injury, Mark
from followthrough.service.injuries.reading import Desk


@dataclass(frozen=True)
class Overview:
    picture: Picture | None
    injuries: Table
    marks: Table
    others: Table | None
    beside: Picture | None  # with the marks of brothers and sisters
    their_marks: Table | None
    photographs: Table
    files: list[File]
    duties: tuple[DutyCard, ...]
    long_overdue: tuple[DutyCard, ...]


@dataclass(frozen=True)
class MarkSheet:
    id: str
    title: str
    tag: Tag
    looks: tuple[tuple[str, str], ...]  # when and by whom, and what was seen
    action: Action


@dataclass(frozen=True)
class Page:
    injury: Injury
    when: str
    rows: tuple[Row, ...]
    picture: Picture | None
    marks: tuple[MarkSheet, ...]
    photographs: Table
    files: list[File]
    duties: tuple[DutyCard, ...]
    entry_href: str
    share_href: str


def overview_of(desk: Desk) -> Overview:
    injuries = desk.injuries
    others = queries.of_others(desk.chronicle)
    by_name = {desk.telling.child(child): held for child, held in others.items()}
    theirs = [mark for held in others.values() for mark in queries.marks_of(held)]
    owed, old = desk.owed_for(injuries), desk.telling.now - LONG
    return Overview(
        picture=of_all(injuries),
        beside=beside(injuries, by_name, desk.child.name) if theirs else None,
        their_marks=_their_marks(others, desk) if theirs else None,
        injuries=table_of(injuries, desk),
        marks=_marks([mark for each in injuries for mark in each.marks], desk),
        others=_others(others, desk) if others else None,
        photographs=_photographs(injuries, desk),
        files=_files(injuries, desk),
        duties=short_cards([each for each in owed if each.due_at >= old], desk.telling),
        long_overdue=short_cards([each for each in owed if each.due_at < old], desk.telling),
    )


def page_of(desk: Desk, injury: Injury) -> Page:
    return Page(
        injury=injury,
        when=dates.near_words(injury.entry.event.occurred_from, desk.telling.now),
        rows=tuple(_rows(desk, injury)),
        picture=of_one(injury, desk.injuries),
        marks=tuple(_sheet(desk, each) for each in injury.marks),
        photographs=_photographs([injury], desk),
        files=_files([injury], desk),
        duties=short_cards(desk.owed_for([injury]), desk.telling),
        entry_href=reverse("chronology:entry", args=[desk.child.pk, injury.id]),
        share_href=share_about(desk.child.pk),
    )


def age_then(desk: Desk, injury: Injury) -> str:
    return age_in_words(desk.child.born_on, queries.day_of(injury.entry)) if desk.child.born_on else "Age not known"


def _rows(desk: Desk, injury: Injury) -> Iterable[Row]:
    data, telling = injury.entry.event.data, desk.telling
    moves = _yes_no(data.get("can_move"))
    significant = _yes_no(data.get("significant"))
    rows = (
        Row("First seen", words.seen(injury.entry, telling)),
        Row("Age that day", age_then(desk, injury)),
        Row("Could move about", moves or "Not written down"),
        Row("What was seen", words.what(injury)),
        Row("What was said of it, the first account first", values=words.accounts(injury, telling)),
        Row("Put down to", words.put_down_to(injury)),
        Row("Called significant by whoever saw it", significant),
        Row("Medical opinion", values=tuple(_opinion(each, desk) for each in injury.opinions)),
        Row("Does the explanation fit?", values=tuple(_considered(each, desk) for each in injury.considered)),
        _known(desk, injury),
    )
    missing = {"Medical opinion": "None yet", "Does the explanation fit?": "Nobody has said yet"}
    for row in rows:
        if row.value or row.values:
            yield row
        elif row.key in missing:
            yield Row(row.key, missing[row.key])


def _known(desk: Desk, injury: Injury) -> Row:
    """Only an agency that has it can act on it."""
    agencies = ", ".join(desk.telling.agency(each) for each, _ in known_to(injury.entry, desk.telling))
    share = share_about(desk.child.pk)
    return Row("Known to", agencies, actions=(Action("Share it", share, "this injury"),) if share else ())


def _yes_no(value: object) -> str:
    return "" if value is None else "Yes" if value else "No"


def _opinion(entry: Entry, desk: Desk) -> str:
    data = entry.event.data
    who = ", ".join(filter(None, (str(data.get("by_role", "")), words.seen(entry, desk.telling))))
    return f"{data.get('finding') or entry.event.text} ({who})"


def _considered(entry: Entry, desk: Desk) -> str:
    fits = str(entry.event.data.get("fits", "")).capitalize()
    return f"{fits}. {entry.event.data.get('reason', '')} ({words.seen(entry, desk.telling)})"


def _sheet(desk: Desk, mark: Mark) -> MarkSheet:
    return MarkSheet(
        mark.id,
        words.name(mark),
        _state(mark),
        tuple((words.seen(each, desk.telling), words.look(each)) for each in reversed(mark.looks)),
        Action(
            "Write down how it looks now", reverse("injuries:look", args=[desk.child.pk, mark.id]), words.name(mark)
        ),
    )


def _state(mark: Mark) -> Tag:
    on = dates.short_day(mark.seen_on)
    return Tag(f"Gone when looked at on {on}", "done") if mark.is_gone else Tag(f"Last seen on {on}")


def table_of(injuries: Iterable[Injury], desk: Desk) -> Table:
    head = ("First seen", "What was seen", "What was said of it", "Put down to", "Marks")
    rows = tuple(_row(each, desk) for each in injuries)
    return Table("Injuries", head, rows, "No injury is in the record that you can read.", is_caption_hidden=True)


def _row(injury: Injury, desk: Desk, child: str = "") -> tuple[Cell | str, ...]:
    # A brother's or sister's injury opens in the record in which it stands.
    href = reverse("injuries:injury", args=[child or desk.child.pk, injury.id])
    return (
        Cell(words.seen(injury.entry, desk.telling), href),
        words.what(injury) or "Not written down",
        words.said(injury),
        words.put_down_to(injury) or "Nobody has said",
        ", ".join(str(mark.number) for mark in injury.marks) or "None drawn",
    )


def _marks(marks: list[Mark], desk: Desk) -> Table:
    rows = tuple(
        (
            Cell(words.name(each), f"{reverse('injuries:injury', args=[desk.child.pk, each.injury])}#mark-{each.id}"),
            words.look(each.latest),
            words.seen(each.looks[0], desk.telling),
            Cell(tag=_state(each)),
        )
        for each in marks
    )
    return Table("Marks", ("Where and what", "How it looked last", "First seen", "Now"), rows, "No mark is drawn yet.")


def _others(found: dict[str, list[Injury]], desk: Desk) -> Table:
    rows = tuple(
        (desk.telling.child(child), *_row(each, desk, child)[:4]) for child, held in found.items() for each in held
    )
    head = ("Whose", "First seen", "What was seen", "What was said of it", "Put down to")
    return Table("Injuries of brothers and sisters", head, rows, is_caption_hidden=True)


def _their_marks(found: dict[str, list[Injury]], desk: Desk) -> Table:
    """What the pictures of brothers and sisters show, in words."""
    rows = tuple(
        (
            desk.telling.child(child),
            Cell(words.name(mark), f"{reverse('injuries:injury', args=[child, mark.injury])}#mark-{mark.id}"),
            words.look(mark.latest),
            words.seen(mark.looks[0], desk.telling),
            Cell(tag=_state(mark)),
        )
        for child, held in found.items()
        for mark in queries.marks_of(held)
    )
    head = ("Whose", "Where and what", "How it looked last", "First seen", "Now")
    return Table("Marks of brothers and sisters", head, rows)


def _photographs(injuries: Iterable[Injury], desk: Desk) -> Table:
    rows = tuple(
        (
            Cell(str(each.event.data.get("shows", "")) or "Not written down"),
            words.seen(each, desk.telling),
            ", ".join(filter(None, (str(each.event.data.get(name, "")) for name in ("kept", "reference")))),
            str(each.event.data.get("agreed", "")) or "Not written down",
        )
        for injury in injuries
        for each in injury.photographs
    )
    head = ("What it shows", "Taken", "Where it is kept", "Who agreed")
    return Table("Photographs", head, rows, "No photograph is in the register.", is_caption_hidden=True)


def _files(injuries: Iterable[Injury], desk: Desk) -> list[File]:
    """What was sent with a share of it."""
    roots = [root for each in injuries for root in each.roots]
    return attachments.files(attached.of_events(desk.viewer, roots)) if roots else []

"""A share, a duty, an entry: each as its own page shows it to this viewer, and nothing beyond."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import CHILD, NotVisible, can_see_child
from followthrough.service.agencies import queries as agencies
from followthrough.service.children.presenters import birthday
from followthrough.service.children.queries import visible_children
from followthrough.service.chronology import queries as chronology
from followthrough.service.chronology import unseen
from followthrough.service.chronology.looking import look_of
from followthrough.service.chronology.presenters import whole
from followthrough.service.chronology.presenters.entries import EntryRow, row_of, versions_of
from followthrough.service.chronology.presenters.page import telling_of
from followthrough.service.chronology.queries import Entry
from followthrough.service.copies.papers import Copy, Part, child_part, handling_words, made
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.design.components import Row
from followthrough.service.ledger import calendar, rulebook
from followthrough.service.ledger.models.event import SHARED, Handling
from followthrough.service.sharing import queries as sharing
from followthrough.service.sharing.models import Leg
from followthrough.service.sharing.presenters import shared
from followthrough.service.sharing.presenters.telling import Telling, when_of
from followthrough.service.sharing.views.opening import open_share
from followthrough.service.worklist.views.pages import page_shown

_TOLD = ("outcome", "what", "reason", "words")


def of_share(viewer: Viewer, reference: str) -> Copy:
    """What was shared, and how far each recipient has come, in words."""
    share = open_share(viewer, reference)
    legs = sharing.legs(share)
    tell = Telling(
        share=share,
        now=clock.now(),
        names=agencies.names({step["by"] for leg in legs for step in leg.steps} | {share.sender_id}),
        teams=list(agencies.teams()),
        seats=set(),
        rules=rulebook.current(),
        calendar=calendar.current(),
    )
    sees_child = can_see_child(viewer, share.child_id)
    carried = sharing.carried(share) if sees_child else []
    sent = f"{share.sender.name}, {share.sender_team}, {dates.in_words(share.sent_at)}"
    parts = [
        child_part(share.child_id, share.child.name, birthday(share.child.born_on)) if sees_child else Part("", ()),
        Part(
            "What was shared",
            (Row("Sent by", sent), Row("Words", share.words), *shared.rows(tell, carried)),
        ),
        *(_leg(leg, tell) for leg in legs),
    ]
    return made(
        title=f"Share {share.reference}",
        handling=handling_words(SHARED),
        parts=parts,
        by=viewer,
        of=f"share {share.reference}",
        subject=Subject(CHILD, share.child_id),
    )


def of_duty(viewer: Viewer, duty_id: str) -> Copy:
    """What is owed by whom and when, why, and what was decided."""
    duty, page = page_shown(viewer, duty_id)
    sees_child = duty.subject_kind == CHILD and can_see_child(viewer, duty.subject_id)
    child = visible_children(viewer).filter(pk=duty.subject_id).first() if sees_child else None
    state = page.clock.words if page.clock else page.tag.text
    happened = tuple(
        Row(each.when.words, values=tuple(filter(None, (each.title, each.text, each.by)))) for each in page.entries
    )
    parts = [
        child_part(child.pk, child.name, birthday(child.born_on)) if child else Part("", (Row("About", page.child),)),
        Part("The duty", (Row("How it stands", state), *page.rows)),
        Part("Why", page.why),
        Part("What has happened to it", happened),
    ]
    return made(
        title=f"{page.title} ({page.reference})",
        handling=handling_words(SHARED),
        parts=parts,
        by=viewer,
        of=f"duty {duty.pk}",
        subject=Subject(duty.subject_kind, duty.subject_id),
    )


def of_entry(viewer: Viewer, child_id: str, event_id: str) -> Copy:
    """What the record says, with every version, the newest first."""
    child = visible_children(viewer).filter(pk=child_id).first()
    chronicle = chronology.chronicle(viewer, Subject(CHILD, child_id))
    entry = chronicle.entry(event_id)
    if child is None or entry is None:
        raise NotVisible()
    telling, days = telling_of(viewer, chronicle, []), calendar.current()
    row = row_of(entry, chronicle, telling, days)
    versions = list(reversed(versions_of(entry, chronicle, telling, days)))
    parts = [child_part(child.pk, child.name, birthday(child.born_on))]
    for number, version in enumerate(versions):
        title = "What the record says" if number == 0 else "What stood before"
        says = "Taken back" if version.is_taken_back else version.title
        rows = [
            Row("Says", values=(says, *version.lines)),
            Row("When", version.when if not version.is_taken_back else ""),
        ]
        rows += [Row("Why it was changed", version.reason)] if version.reason else []
        rows.append(Row("Written by", f"{version.agency}: {version.recorded}"))
        parts.append(Part(title, tuple(each for each in rows if each.value or each.values)))
    return made(
        title=f"{row.said.title}, {row.agency}",
        handling=handling_words(entry.row.handling, entry.row.record_class),
        parts=parts,
        by=viewer,
        of=f"event {entry.root}",
        subject=Subject(CHILD, child_id),
    )


@dataclass(frozen=True)
class Chronology:
    """A chronology on paper: what its reader sees of what they chose, with everything of each entry."""

    copy: Copy
    about: tuple[str, ...]
    rows: tuple[EntryRow, ...]
    after: str

    @property
    def data(self) -> dict[str, Any]:
        note = f"{self.copy.handling}. Copy {self.copy.number}"
        rows = [_on_paper(each) for each in self.rows]
        return {**self.copy.data, "note": note, "about": self.about, "rows": rows, "after": self.after}


MOST_ON_PAPER = 1000  # entries; more are several papers, each for a shorter time


class TooLong(Exception):
    """More entries than one paper holds: `count` of them."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def of_chronology(viewer: Viewer, child_id: str, query: Mapping[str, Any]) -> Chronology:
    """Raises TooLong."""
    child = visible_children(viewer).filter(pk=child_id).first()
    if child is None:
        raise NotVisible()
    read, look = whole.reading(viewer, child), look_of(query, viewer, child_id)
    found = read.shown(look)
    if len(found.entries) > MOST_ON_PAPER:
        raise TooLong(len(found.entries))
    gaps = read.unseen
    going_on = [each.sentence(unseen.whom(child.sex)) for each in gaps if each.to is None]
    chosen = "; ".join(whole.chosen_words(look, read)) or "All entries that whoever made it may read"
    copy = made(
        title=f"Chronology of {child.name}",
        handling=_strictest(found.entries),
        parts=(),
        by=viewer,
        of=f"chronology of {len(found.entries)} entries",
        subject=Subject(CHILD, child_id),
    )
    about = (
        f"{child.name}, born {birthday(child.born_on)}",
        f"{look.time.title}. {chosen}. {len(found.entries)} of {len(read.chronicle.entries)} entries.",
        "Each entry says who wrote it and when. What stood before a correction stands below it.",
    )
    return Chronology(copy, about, read.rows(found.entries, gaps), going_on[0] if going_on else "")


def _strictest(entries: Iterable[Entry]) -> str:
    """The label that keeps most, of those that the entries have."""
    order = (Handling.FAMILY, Handling.SHARED, Handling.PROFESSIONALS, Handling.POLICE)
    found = {each.row.handling for each in entries} | {SHARED}
    known = [each for each in order if each in found]
    return handling_words(known[-1])


def _on_paper(row: EntryRow) -> dict[str, Any]:
    lines = [row.whose, *(f"Marked: {each.text.lower()}" for each in row.tags)]
    lines += [f"Taken back: {row.said.reason}"] if row.is_taken_back else row.said.lines
    lines += [f"For the child: {each}" for each in row.weights]
    lines += [f"Contradicts {each.number}. {each.title}: {each.words}" for each in row.contradicts]
    lines += [f"Corrected, because: {row.said.reason}"] if row.is_corrected and row.said.reason else []
    for before in row.before:
        lines.append(f"What stood before, {before.when} (written {before.recorded}): {' '.join(before.lines)}")
    return {
        "number": f"{row.number}.",
        "when": row.said.when,
        "precision": row.precision,
        "agency": row.agency,
        "recorded": row.said.recorded,
        "title": row.said.title,
        "lines": [each for each in lines if each],
        "known": ", ".join(row.known_to),
        "readers": row.readers,
        "gap": row.unseen,
        "is_long": sum(map(len, lines)) > _HALF_A_PAGE,
    }


_HALF_A_PAGE = 1500  # letters


def _leg(leg: Leg, tell: Telling) -> Part:
    """Each step with who did it, when, and their words."""
    rows = []
    for step in leg.steps:
        said = [f"{tell.name(step['by'])}, {dates.in_words(when_of(step))}"]
        said += [str(step[name]) for name in _TOLD if step.get(name)]
        rows.append(Row(step["step"].capitalize(), values=tuple(said)))
    return Part(f"With {leg.team}", tuple(rows))

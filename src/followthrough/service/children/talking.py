"""How does one talk with the child and the family? What was said of it in events, and the child's row that follows.

The events are the truth: of the family, whose details are recorded for the home, and of the child, who may speak or
hear in another way. The row is what every page, list and count tells; the one door keeps it as soon as something is
written down, put right or taken back. Where two words differ, the one that asks for an interpreter counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import Q

from followthrough.procedures.model.event import Event as Happened
from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.service.children.models import Child, HouseholdMember
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.ledger import same
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from followthrough.service.ledger.models.event import NARRATIVE

FAMILY, OWN = "family.details-recorded", "talking.described"
_MOVES: Final = ("household.joined", "household.left")
_FIELDS: Final = ("language", "interpreter_needed", "needs")


@dataclass(frozen=True)
class Said:
    """What is known of one side. None and empty mean that nobody has said it."""

    language: str = ""
    interpreter_needed: bool | None = None
    needs: str = ""

    @property
    def data(self) -> dict[str, type_of_value]:
        said: dict[str, type_of_value] = {
            "language": self.language,
            "interpreter_needed": self.interpreter_needed,  # type: ignore[dict-item]
            "needs": self.needs,
        }
        return {name: value for name, value in said.items() if value not in ("", None)}


@dataclass(frozen=True)
class Known:
    """The family's side and the child's own, with the home, and the entries by which that home needs an interpreter."""

    family: Said
    own: Said
    home: str = ""
    asking: tuple[Event, ...] = ()
    is_told: bool = False

    @property
    def language(self) -> str:
        """That of whoever needs an interpreter, else the child's own."""
        sides = (self.own, self.family)
        needing = [each.language for each in sides if each.interpreter_needed and each.language]
        return next(iter([*needing, *(each.language for each in sides if each.language)]), "")

    @property
    def interpreter_needed(self) -> bool | None:
        said = {self.own.interpreter_needed, self.family.interpreter_needed}
        return True if True in said else False if False in said else None


def keep(events: Sequence[Happened], by: Viewer) -> None:
    """Called by the one door. What says nothing of talking asks nothing of the database."""
    bearing = [each for each in events if each.kind in (FAMILY, OWN, *_MOVES)]
    if bearing:
        _keep(bearing)


@as_part("children")
def known_of(child_id: str) -> Known:
    """Whoever may see the child sees the row; this is the same with both sides apart, and for writers only."""
    return _known(child_id)


def known_or_registered(child: Child) -> Known:
    """For a form: where no entry says it, what stood in the register before there were entries."""
    known = known_of(child.pk)
    if known.is_told:
        return known
    family = Said(child.language, child.interpreter_needed)
    return replace(known, family=family, own=Said(needs=child.communication_needs))


@as_part("children")
def details_of(child_id: str) -> str:
    """The entry that tells of the child's family now, so that it can go along with what is shared; empty for none."""
    homes = _homes(same.folding([child_id]).ids)
    rows = _standing(Q(kind=FAMILY, subject_kind="household", subject_id__in=homes[:1]))
    return (rows[-1].corrects or rows[-1].pk) if rows else ""


def learn(*, child: Child, family: Said, own: Said, by: Viewer) -> bool:
    """What is new of the family and of the child is written down. False where all of it was known."""
    news = news_of(child.pk, family=family, own=own)
    if news:
        record(news, by=by)
    return bool(news)


def heard_in_a_share(child: Child, language: str, interpreter_needed: bool | None) -> list[NewEvent]:
    """Entries to write. A share may say of the family what is new. It never takes an interpreter away: for that
    somebody has to open the record.
    """
    is_known = language in ("", child.language) and interpreter_needed in (None, child.interpreter_needed)
    if is_known or (child.interpreter_needed and interpreter_needed is False):
        return []
    return news_of(child.pk, family=Said(language, interpreter_needed))


def news_of(child_id: str, *, family: Said = Said(), own: Said = Said()) -> list[NewEvent]:
    """Entries to write. A home that is not known has no family to tell of: then it is told of the child alone."""
    known, now = known_of(child_id), clock.now()
    if not known.home:
        own, family = Said(own.language or family.language, _first(own, family), own.needs), Said()
    found = []
    if family.data and _over(known.family, family) != known.family:
        subject, said = Subject("household", known.home), _over(known.family, family).data
        is_over = family.interpreter_needed is False
        # That nobody needs an interpreter puts right what asked for one: else it would stand beside it for ever.
        before: Iterable[Event | None] = (known.asking if is_over else ()) or (None,)
        found += [
            NewEvent(
                id=new_id(),
                kind=FAMILY,
                subject=subject,
                occurred_from=now,
                data=said,
                corrects=each.pk if each else None,
            )
            for each in before
        ]
    if own.data and _over(known.own, own) != known.own:
        data = _over(known.own, own).data
        found.append(NewEvent(id=new_id(), kind=OWN, subject=Subject("child", child_id), occurred_from=now, data=data))
    return found


def _first(own: Said, family: Said) -> bool | None:
    return family.interpreter_needed if own.interpreter_needed is None else own.interpreter_needed


def _over(before: Said, after: Said) -> Said:
    """What is said anew, and what stood where nothing is."""
    needed = before.interpreter_needed if after.interpreter_needed is None else after.interpreter_needed
    return Said(after.language or before.language, needed, after.needs or before.needs)


@as_part("children")
def _keep(events: Sequence[Happened]) -> None:
    homes = {each.subject.id for each in events if each.kind == FAMILY}
    children = {each.subject.id for each in events if each.kind != FAMILY}
    if homes:
        members = HouseholdMember.objects.filter(household__in=homes, child__isnull=False)
        children |= set(members.values_list("child_id", flat=True))
    is_back = any(each.is_retraction for each in events if each.kind not in _MOVES)
    for child_id in sorted(children):
        known = _known(child_id)
        if known.is_told or is_back:
            Child.objects.filter(pk__in=same.folding([child_id]).ids).update(
                language=known.language[:60],
                interpreter_needed=known.interpreter_needed,
                **({"communication_needs": known.own.needs[:300]} if known.own.needs or is_back else {}),
            )


def _known(child_id: str) -> Known:
    records = same.folding([child_id])
    homes = _homes(records.ids)
    of_home = Q(kind=FAMILY, subject_kind="household", subject_id__in=homes)
    rows = _standing(of_home | Q(records.events(), kind=OWN))
    told = [each for each in rows if each.kind == FAMILY]
    here = next((home for home in homes if any(each.subject_id == home for each in told)), "")
    family = [each for each in told if each.subject_id == here]
    own = [each for each in rows if each.kind == OWN]
    home = homes[0] if homes else ""
    asking = tuple(each for each in told if each.subject_id == home and each.data.get("interpreter_needed") is True)
    return Known(_said(family), _said(own), home, asking, bool(rows))


def _homes(records: Iterable[str]) -> list[str]:
    """Where the child lives now, then where the child lived before: a new home has said nothing yet."""
    held = HouseholdMember.objects.filter(child__in=list(records)).order_by("from_on", "pk")
    rows = sorted(held.values_list("household_id", "to_on"), key=lambda row: row[1] is None)
    return list(dict.fromkeys(home for home, _ in reversed(rows)))


def _standing(asked: Q) -> list[Event]:
    """By when it was true: what was put right as its last version says it, without what was taken back. What is kept
    for fewer eyes than the child's page stays out of it.
    """
    with as_assessor():
        rows = list(Event.objects.filter(asked, kind__in=(FAMILY, OWN)).order_by("recorded_at"))
    roots: dict[str, str] = {}
    last: dict[str, Event] = {}
    for row in rows:
        root = roots[row.pk] = roots.get(row.corrects or "", row.pk)
        last[root] = row
    open_to_all = (each for each in last.values() if not each.is_retraction and each.record_class == NARRATIVE)
    return sorted(open_to_all, key=lambda row: (row.occurred_to, row.recorded_at))


def _said(rows: Iterable[Event]) -> Said:
    """The last word on each part."""
    found: dict[str, Any] = {}
    for row in rows:
        found |= {name: row.data[name] for name in _FIELDS if row.data.get(name) not in ("", None)}
    return Said(**found)

"""Which periods stand, whose records have come to their end, what holds one back, and what was destroyed?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Q, QuerySet

from followthrough.service.children.models import Child, HouseholdMember
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.ledger import same
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Event, Signal
from followthrough.service.ledger.queries import WAITING
from followthrough.service.retention import counting, kinds, policies
from followthrough.service.retention.counting import Facts, Kept, Term
from followthrough.service.retention.kinds import CountsFrom
from followthrough.service.retention.models import Disposal, Hold, Period

AT_ONCE = 50
CHILD, HOUSEHOLD = "child", "household"


@dataclass(frozen=True)
class Due:
    """A record with the days that count, and what still keeps it, in plain words."""

    child: Child
    facts: Facts
    terms: tuple[Term, ...]
    due_on: date | None
    kept_by: tuple[str, ...] = ()

    def is_due(self, today: date) -> bool:
        return self.due_on is not None and self.due_on <= today


def table() -> dict[str, Kept]:
    """What stands now for each kind of record."""
    found = {each.key: _by_default(each) for each in kinds.KINDS}
    for period in Period.objects.order_by("id"):  # the later one replaces the earlier
        kind = kinds.BY_KEY.get(period.kind)
        if kind is not None:
            found[kind.key] = Kept(kind, CountsFrom(period.counts_from), period.years, period.source)
    return found


def decided(kind: str) -> QuerySet[Period]:
    """The latest first."""
    return Period.objects.filter(kind=kind)


@dataclass(frozen=True)
class Desk:
    """What stands before those who keep records. `names` are those of the children that may be shown."""

    due: tuple[Due, ...]
    proposed: tuple[Disposal, ...]
    answered: tuple[Disposal, ...]
    holds: tuple[Hold, ...]
    names: dict[str, str]


@as_part("retention")
def desk(viewer: Viewer, today: date) -> Desk:
    """Nothing of records that are closed, of the viewer's own people, or of which their agency holds nothing."""
    policies.check_can_hold_all(viewer)
    is_keeper = policies.is_keeper(viewer)
    over = _over(today) if is_keeper else []
    every = list(Disposal.objects.filter(Q(agreed=None) | Q(pk__in=_latest())) if is_keeper else [])
    holds = standing_holds()
    named = {each.facts.child for each in over} | {each.subject_id for each in every}
    named |= {each.subject_id for each in holds} - {""}
    hidden = policies.hidden_among(viewer, named)
    children = Child.objects.in_bulk([each for each in named if each not in hidden])
    due = [replace(each, child=children[each.facts.child]) for each in over if each.facts.child in children]
    shown = [each for each in every if not hidden.hides(each)]
    return Desk(
        tuple(due[:AT_ONCE]),
        tuple(each for each in shown if each.agreed is None),
        tuple(each for each in shown if each.agreed is not None),
        tuple(each for each in holds if each.subject_id not in hidden),
        {each.pk: each.name for each in children.values()},
    )


def _over(today: date) -> list[Due]:
    """Every record whose time is over, the longest over first."""
    stands, births = table(), dict(Child.objects.values_list("pk", "born_on"))
    known = (replace(each, born_on=births[each.child]) for each in counting.facts() if each.child in births)
    found = (_due(Child(pk=each.child), each, stands) for each in known)
    over = [(each.due_on, each) for each in found if each.due_on is not None and each.due_on <= today]
    return [each for _, each in sorted(over, key=lambda pair: (pair[0], pair[1].facts.child))]


def _latest() -> QuerySet[Disposal, str]:
    return Disposal.objects.exclude(agreed=None).order_by("-answered_at").values_list("pk", flat=True)[:AT_ONCE]


@as_part("retention")
def one(viewer: Viewer, child_id: str) -> Due | None:
    """One record with all that still keeps it."""
    policies.check_is_keeper(viewer)
    policies.check_may_be_shown(viewer, child_id)
    found = counted(child_id)
    return replace(found, kept_by=kept_by(child_id)) if found else None


@as_part("retention")
def counted(child_id: str) -> Due | None:
    """The days of one record. Never for a page by itself."""
    child = Child.objects.filter(pk=child_id).first()
    known = next(iter(counting.facts([child_id])), None) if child else None
    return _due(child, replace(known, born_on=child.born_on), table()) if child and known else None


@as_part("retention")
def kept_by(child_id: str) -> tuple[str, ...]:
    """What still needs the record, one sentence each; none when nothing does."""
    holds = [f"A legal hold stands: {each.asked_by}." for each in standing_holds(child_id)]
    with as_assessor():
        own, linked = _open(child_id)
    folded = same.folding([child_id])
    if len(folded.ids) > 1:
        holds.append("It is merged with another record of the same child: part the two, or keep both.")
    if folded.placed:
        holds.append("It was parted from another record, and what was recorded meanwhile stands between the two.")
    said = [f"{_count(own, 'open duty', 'open duties')} about this child."] if own else []
    if linked:
        said.append(f"{_count(linked, 'open duty or signal', 'open duties or signals')} about another child.")
    return (*holds, *said)


@as_part("retention")
def own_homes(child_id: str) -> list[str]:
    """Homes in which no other child ever lived."""
    lived = HouseholdMember.objects.filter(child=child_id).values("household")
    shared = HouseholdMember.objects.filter(household__in=lived).exclude(child=None).exclude(child=child_id)
    own = HouseholdMember.objects.filter(child=child_id).exclude(household__in=shared.values("household"))
    return sorted(set(own.values_list("household_id", flat=True)))


@as_part("retention")
def linked_children(child_id: str) -> set[str]:
    """Everybody who ever shared a home with the child."""
    homes = HouseholdMember.objects.filter(child=child_id).values("household")
    found = HouseholdMember.objects.filter(household__in=homes).exclude(child=None).exclude(child=child_id)
    return {str(each) for each in found.values_list("child", flat=True)}


@as_part("retention")
def standing_holds(child_id: str = "") -> list[Hold]:
    """On one record, with those on all; without a child, every one that stands."""
    found = Hold.objects.filter(to_at=None)
    return list(found.filter(subject_id__in=["", child_id]) if child_id else found)


@as_part("retention")
def hold(viewer: Viewer, hold_id: str) -> Hold | None:
    found = Hold.objects.filter(pk=hold_id, to_at=None).first()
    if found is None:
        return None
    if found.subject_id:
        policies.check_can_hold(viewer, found.subject_id)
    else:
        policies.check_can_hold_all(viewer)
    return found


def disposal(viewer: Viewer, disposal_id: str) -> Disposal | None:
    policies.check_is_keeper(viewer)
    found = Disposal.objects.filter(pk=disposal_id).first()
    if found is None or policies.hidden_among(viewer, [found.subject_id]).hides(found):
        return None
    return found


def _due(child: Child, known: Facts, stands: dict[str, Kept]) -> Due:
    terms = tuple(counting.terms(known, stands))
    return Due(child, known, terms, counting.due_on(terms))


def _open(child_id: str) -> tuple[int, int]:
    """How many duties are open about the child, and how many open duties and standing signals about somebody else name
    an event of this record. As the assessor.
    """
    events = list(Event.objects.filter(subject_kind=CHILD, subject_id=child_id).values_list("id", flat=True))
    about = Q(subject_kind=CHILD, subject_id=child_id)
    naming = ~about & (Q(trigger__in=events) | Q(because__has_any_keys=events))
    waiting = Duty.objects.filter(about | naming, state__in=WAITING, ended_at=None)
    duties = waiting.aggregate(own=Count("pk", filter=about), linked=Count("pk", filter=naming))
    signals = Signal.objects.filter(~about, evidence__has_any_keys=events, state="stands").count()
    return duties["own"], duties["linked"] + signals


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _by_default(kind: kinds.RecordKind) -> Kept:
    default = kind.default
    return Kept(kind, default.counts_from, default.years, f"{default.source}, {default.clause}")

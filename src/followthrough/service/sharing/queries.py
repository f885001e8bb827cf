"""Which shares, drafts and entries does this viewer see? Row-level security answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from followthrough.procedures.model.answer import DutyState
from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.procedure import AnyProcedure, Obliging
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.access.policies import can_see_child
from followthrough.service.agencies.models import Team
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.ledger import queries as ledger
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.models import Duty, Event, Rung
from followthrough.service.sharing.models import Draft, Leg, Share

MOST_TO_CARRY = 12
WAITING = (DutyState.OPEN, DutyState.BREACHED)


def share(viewer: Viewer, reference: str) -> Share | None:
    """The share, for a viewer whose team has a part in it; else None, and the caller cannot tell why."""
    found = Share.objects.select_related("child", "sender", "sender_team__agency")
    return found.filter(reference=reference).first()


def legs(share: Share) -> list[Leg]:
    """Every recipient's part, each followed by the one that it was passed on to."""
    found = list(Leg.objects.filter(share=share).select_related("team__agency", "person").order_by("pk"))
    for leg in found:
        leg.share = share
    after = {leg.passed_on_from_id: leg for leg in found if leg.passed_on_from_id}
    ordered: list[Leg] = []
    for leg in sorted((each for each in found if not each.passed_on_from_id), key=lambda each: str(each.team)):
        while leg is not None:
            ordered.append(leg)
            leg = after.get(leg.pk)  # type: ignore[assignment]
    return ordered


@as_part("sharing")
def who_was_given(entry: str) -> list[Leg]:
    """Every part of every share that carries this entry, whoever shared it, for whom the entry is told to be wrong."""
    found = Leg.objects.filter(share__items__contains=[entry]).exclude(state=Leg.State.WITHDRAWN)
    return list(found.select_related("team__agency").order_by("share__sent_at", "pk"))


def drafts(viewer: Viewer, page: str = Draft.Page.SHARE) -> QuerySet[Draft]:
    """What the viewer has begun and not sent, the latest first."""
    return Draft.objects.filter(practitioner=viewer.practitioner_id, page=page)


def draft_about(viewer: Viewer, child_id: str) -> Draft | None:
    """The latest about this child. A draft is sealed, so it is opened to see whom it is about."""
    return next((each for each in drafts(viewer) if each.data.get("child_id") == child_id), None)


def sent_with(viewer: Viewer, key: str) -> Share | None:
    """What became of a draft of the viewer's that is no longer there."""
    return Share.objects.filter(sender=viewer.practitioner_id, idempotency_key=key).first()


def waiting_for(viewer: Viewer) -> QuerySet[Leg]:
    """What the viewer's teams sent and nobody has finished, the oldest first."""
    unfinished = [Leg.State.SENT, Leg.State.RECEIVED, Leg.State.ACCEPTED, Leg.State.ACTED]
    found = Leg.objects.filter(share__sender_team__in=_team_ids(viewer), state__in=unfinished)
    found = found.exclude(share__asks="information", state=Leg.State.RECEIVED)
    return found.select_related("share__child", "team__agency", "person").order_by("share__sent_at", "pk")


def sent_to(viewer: Viewer) -> QuerySet[Leg]:
    """What lies with the viewer's teams, the oldest first."""
    mine = [Leg.State.SENT, Leg.State.RECEIVED, Leg.State.ACCEPTED]
    found = Leg.objects.filter(team__in=_team_ids(viewer), state__in=mine)
    found = found.exclude(share__asks="information", state=Leg.State.RECEIVED)
    return found.select_related("share__child", "share__sender_team__agency", "team__agency").order_by(
        "share__sent_at", "pk"
    )


def may_share_about(viewer: Viewer, child_id: str) -> bool:
    """A child whom the viewer may see, or one of whom they have shown that they know name and date of birth."""
    if can_see_child(viewer, child_id):
        return True
    shown = AuditRow.objects.filter(action="child.known", viewer=viewer.practitioner_id)
    return shown.filter(subject_kind="child", subject_id=child_id).exists()


def events_to_carry(viewer: Viewer, child_id: str, among: Collection[str] | None = None) -> list[Event]:
    """Entries of the chronology that could be shared with what is new, and no share among them: the latest, or those of
    `among` however old.
    """
    if not child_id:
        return []
    found = ledger.events_for(viewer, Subject("child", child_id)).exclude(kind__startswith="share.")
    found = found.exclude(kind__startswith="household.").exclude(kind__startswith="duty.").exclude(kind="child.born")
    found = found.filter(corrects=None).order_by("-occurred_from", "-recorded_at")
    return list(found[:MOST_TO_CARRY] if among is None else found.filter(pk__in=among))


def carried(share: Share) -> list[Event]:
    """The entries that it carries, as far as the viewer may read them."""
    return list(Event.objects.filter(pk__in=share.items).order_by("occurred_from"))


@dataclass(frozen=True)
class Clock:
    """One duty that follows from a leg. `step` is the state whose coming meets it."""

    leg: str
    step: str
    duty: Duty
    told: tuple[Rung, ...]

    @property
    def is_waiting(self) -> bool:
        return self.duty.state in WAITING


def clocks(viewer: Viewer, share: Share, legs: Sequence[Leg]) -> list[Clock]:
    """Every clock of the share, soonest first.

    What comes back are whole rows of duties and rungs, read as the assessor, also of a child whose record the viewer
    may not open: those that the events of this share began, and those that their breach began, and no other. `legs`
    must be those of a share that row-level security has shown to the viewer.
    """
    leg_of = {step["event"]: leg.pk for leg in legs for step in leg.steps}
    rules = rulebook.current()
    made = [(duty, told) for duty, told in ledger.begun_by(leg_of) if _procedure(duty, rules) is not None]
    leg_of |= {duty.pk: leg_of[duty.trigger] for duty, _ in made if duty.trigger in leg_of}
    return [
        Clock(leg_of[duty.trigger], _step_of(duty), duty, tuple(told)) for duty, told in made if duty.trigger in leg_of
    ]


def open_limits(leg: Leg) -> dict[str, datetime]:
    """By when the open duties of a leg fall due, under the names that a passed-on share carries them."""
    events = [step["event"] for step in leg.steps]
    waiting = {
        _step_of(duty): duty.due_at
        for duty in Duty.objects.filter(trigger__in=events, state__in=WAITING, adoption="on")
    }
    limits = {"receive_by": waiting.get("received") or waiting.get("accepted"), "accept_by": waiting.get("accepted")}
    return {name: at for name, at in limits.items() if at is not None}


def answer_limit(leg: Leg) -> datetime | None:
    """By when what was asked of a leg must be answered."""
    events = [step["event"] for step in leg.steps if step["step"] == "requested"]
    found = Duty.objects.filter(trigger__in=events, state__in=WAITING, adoption="on").order_by("due_at").first()
    return found.due_at if found else None


def step_of(procedure: Obliging) -> str:
    """received · accepted · acted · confirmed · chased: the first thing that closes it. An answer is an act."""
    first = procedure.closed_by[0].match.kinds[0]
    return "acted" if first == "information.returned" else first.removeprefix("share.")


def _step_of(duty: Duty) -> str:
    procedure = _procedure(duty, rulebook.current())
    return step_of(procedure) if isinstance(procedure, Obliging) else ""


def _procedure(duty: Duty, rules: Rulebook) -> AnyProcedure | None:
    """The version that made the duty; None when the rulebook no longer has it."""
    return next((each for each in rules.by_id.get(duty.procedure, ()) if each.version == duty.version), None)


def _team_ids(viewer: Viewer) -> QuerySet[Team, int]:
    own = Q(pk__in=[])
    for agency, _, slug in (key.partition("/") for key in viewer.teams):
        own |= Q(agency=agency, slug=slug)
    return Team.objects.filter(own).values_list("pk", flat=True)

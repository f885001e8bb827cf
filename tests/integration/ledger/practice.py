"""A small partnership to test the ledger with: its words, its five procedures, and how its people record.

Built from the model, so that a change of the real rulebooks changes no test of the ledger.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from followthrough.procedures.model.condition import Count, Match, Whose
from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.procedures.model.procedure import (
    AUTHOR,
    Closing,
    Confidence,
    DutyProcedure,
    Limit,
    OnEvent,
    OnSignal,
    Party,
    Reminder,
    Rung,
    Source,
    StandingProcedure,
    WatchProcedure,
)
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.procedures.model.timescale import parse_timescale
from followthrough.procedures.model.vocabulary import (
    About,
    DataField,
    EventKind,
    FieldType,
    Polarity,
    StateKind,
    Vocabulary,
)
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.actions import NewEvent, Recorded, record
from followthrough.service.ledger.addressing import Reach
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty

# Thursday 28 March 2013, the evening before Good Friday.
START = datetime(2013, 3, 28, 17, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

NURSE = Viewer("p-nurse", "nurse", "hospital", ("hospital/ward",), ("worker",))
WORKER = Viewer("p-worker", "worker", "social-care", ("social-care/front-door",), ("worker",))
OFFICER = Viewer("p-officer", "officer", "police", ("police/response",), ("worker",))

ADA, BEN, HOME = Subject("child", "ada"), Subject("child", "ben"), Subject("household", "home")


def _kind(name: str, polarity: Polarity = Polarity.NEUTRAL, /, about: str = "", **fields: FieldType) -> EventKind:
    given = {field: DataField(field, type_) for field, type_ in fields.items()}
    conveys = ("recipient_agency", "items") if name == "share.sent" else None
    whom = About(about) if about else About.CHILD
    return EventKind(name, name, "test", polarity, fields=given, conveys=conveys, about=whom)


SOCIAL_CARE = Subject("agency", "social-care")

_KINDS = [
    _kind("child.born", born_on=FieldType.DATE),
    _kind("household.joined", household=FieldType.KEY),
    _kind("household.left", household=FieldType.KEY),
    _kind(
        "share.sent",
        leg=FieldType.KEY,
        recipient_agency=FieldType.AGENCY,
        recipient_team=FieldType.TEAM,
        items=FieldType.KEYS,
        accept_by=FieldType.INSTANT,
    ),
    _kind("share.received", leg=FieldType.KEY),
    _kind("da.incident", Polarity.RISK),
    _kind("plan.began"),
    _kind("plan.ended"),
    _kind("child.seen", Polarity.PROTECTIVE),
    _kind("meeting.held"),
    _kind("duty.excused", duty=FieldType.KEY, reason=FieldType.TEXT),
    _kind("signal.told", signal=FieldType.KEY, recipient_agency=FieldType.AGENCY),
    _kind(
        "delivery.failed",
        message=FieldType.KEY,
        recipient_agency=FieldType.AGENCY,
        recipient_team=FieldType.TEAM,
        channel=FieldType.TEXT,
        reason=FieldType.TEXT,
        about="agency",
    ),
    _kind("message.passed-on", message=FieldType.KEY, about="agency"),
]


def vocabulary() -> Vocabulary:
    states = {"on-plan": StateKind("on-plan", "On a plan", ("plan.began",), ("plan.ended",))}
    return Vocabulary({kind.id: kind for kind in _KINDS}, states, {}, {})


def _common(identity: str) -> dict[str, Any]:
    return {
        "id": identity,
        "version": 1,
        "title": identity.replace("-", " ").capitalize(),
        "theme": "test",
        "pack": "test",
        "source": Source("NL", "The newsletter", "", "Key learning"),
        "says": "Ensure that others have received it.",
        "confidence": Confidence.NEWSLETTER,
        "owner": "board",
        "in_force_from": date(2000, 1, 1),
    }


def _within(words: str) -> tuple[Limit, ...]:
    return (Limit(within=parse_timescale(words)),)


def _tells(after: str, party: Party) -> Rung:
    return Rung(parse_timescale(after), party)  # type: ignore[arg-type]


SHARE_RECEIVED = DutyProcedure(
    **_common("share-received"),
    when=OnEvent(Match(("share.sent",))),
    owes=Party(agency_field="recipient_agency", team_field="recipient_team"),
    action="Take receipt of it, by name",
    limits=_within("1 clock hour"),
    closed_by=(Closing(Match(("share.received",)), (("leg", "leg"),)),),
    reminders=(Reminder(parse_timescale("20 clock minutes")),),  # type: ignore[arg-type]
    ladder=(
        _tells("0 clock minutes", Party(is_debtor=True, role="team-manager")),
        _tells("2 clock hours", Party(is_debtor=True, role="team-manager")),
        _tells("6 clock hours", Party(agency_field=AUTHOR, role="safeguarding-lead")),
    ),
)
SEEN = StandingProcedure(
    **_common("seen-on-plan"),
    state="on-plan",
    every=(parse_timescale("5 calendar days"),),  # type: ignore[arg-type]
    repeat=parse_timescale("2 calendar days"),  # type: ignore[arg-type]
    owes=Party(agency="social-care", team="front-door"),
    action="See the child",
    closed_by=(Closing(Match(("child.seen",))),),
    ladder=(_tells("0 clock minutes", Party(is_debtor=True, role="team-manager")),),
)
TWICE = WatchProcedure(
    **_common("twice"),
    pattern=Count(Match(("da.incident",), whose=frozenset(Whose)), at_least=2, within=parse_timescale("12 months")),  # type: ignore[arg-type]
    meaning="Two incidents within a year",
)
MEET = DutyProcedure(
    **_common("meet-about-it"),
    when=OnSignal("twice"),
    owes=Party(agency="social-care", team="front-door"),
    action="Meet about it",
    limits=_within("1 working day"),
    closed_by=(Closing(Match(("meeting.held",))),),
)
MENDED = DutyProcedure(
    **_common("failed-message-mended"),
    subject="agency",
    when=OnEvent(Match(("delivery.failed",))),
    owes=Party(agency_field="recipient_agency", role="team-manager"),
    action="Pass it on by telephone",
    limits=_within("4 clock hours"),
    closed_by=(Closing(Match(("message.passed-on",)), (("message", "message"),)),),
)


def rulebook(version: str = "test-1", *, without: str = "") -> Rulebook:
    procedures = [SHARE_RECEIVED, SEEN, TWICE, MEET, MENDED]
    return Rulebook(version, vocabulary(), {}, tuple(each for each in procedures if each.id != without))


def happens(kind: str, subject: Subject = ADA, /, *, at: datetime | None = None, **values: Any) -> NewEvent:
    """An event of now, or of `at`. What is no part of a NewEvent goes into its data."""
    own = {"id", "agency", "corrects", "is_retraction", "text", "stated_known"}
    data: dict[str, type_of_value] = {name: value for name, value in values.items() if name not in own}
    given = {name: value for name, value in values.items() if name in own}
    return NewEvent(kind=kind, subject=subject, occurred_from=at or clock.now(), data=data, **given)


def sent(leg: str = "leg-1", subject: Subject = ADA, /, **values: Any) -> NewEvent:
    whom = {"recipient_agency": "social-care", "recipient_team": "front-door"}
    return happens("share.sent", subject, leg=leg, **(whom | values))


def records(*events: NewEvent, by: Viewer = NURSE) -> Recorded:
    return record(events, by=by)


def lives_together(*children: Subject, at: datetime = datetime(2012, 1, 1, tzinfo=UTC)) -> None:
    for child in children:
        records(happens("household.joined", child, household=HOME.id, at=at))


def ledger(*subjects: Subject) -> dict[str, Duty]:
    """Every duty of the subjects by its procedure and state, as the assessor reads them."""
    with as_assessor():
        found = Duty.objects.filter(subject_id__in=[each.id for each in subjects or (ADA,)])
        return {f"{duty.subject_id} {duty.procedure} {duty.state}": duty for duty in found}


def everybody(agency: str, team: str, role: str, *, is_urgent: bool) -> list[Reach]:
    """A directory in which somebody stands behind every team and role."""
    return [Reach(agency, team, email=f"{part}@{agency}.example") for part in (team or "all", role) if part]


def recorded(vocabulary: Vocabulary) -> list[str]:
    """Here everything can be recorded; a test says itself what cannot."""
    return list(vocabulary.kinds)

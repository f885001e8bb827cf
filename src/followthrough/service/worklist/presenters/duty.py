"""What stands on the page of one duty? What to do, by when, why, what would meet it, and what has been said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from followthrough.procedures.explain import Explanation, parts
from followthrough.procedures.explain.words import rule_confidence, says_words
from followthrough.procedures.model.answer import DutyState
from followthrough.procedures.model.history import History
from followthrough.procedures.model.procedure import Confidence
from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.presenters import told_team
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.design.components import Action, Row, Tag, TimelineEntry, Tone
from followthrough.service.ledger.actions import Recorded
from followthrough.service.ledger.models import Duty, Rung
from followthrough.service.ledger.notices import reference
from followthrough.service.worklist import disputes, explaining, policies
from followthrough.service.worklist.disputes import Dispute
from followthrough.service.worklist.presenters import words
from followthrough.service.worklist.presenters.home import Shelf, take_action

NOT_CLIMBED = "Nobody: it was due before this service began to watch over the child, or before the rule was adopted."
MAY_OPEN = "You act for this child, so you and your team may open the child’s record now."
EXCUSED_LATE = "Your reason is on the record. The duty was overdue already: it stays so on record, and climbs no more."
ANSWER_DUE = (
    "What you said is on the record. A manager of your team has to answer it now, and the group that looks after "
    "the rule hears of it. The clock of this duty goes on until somebody has acted."
)
NO_ANSWER_DUE = "What you said is on the record, for all who see this duty. Its clock goes on until somebody has acted."
FOLLOWS = {
    "it stands": "The duty stands, and its clock goes on.",
    "it does not apply": "Nobody has to do the duty any more.",
    "it belongs elsewhere": "The duty stays with your team until somebody there has it: share it with them.",
}
ABOVE = "next"  # who is told next stands above the fold, with what to do
UNTOLD_REASON = "A reason was given. It may tell of a child, so only those who may open the child’s record read it."
ANSWERS = {
    disputes.DISPUTED: "Said to be wrong",
    disputes.REDIRECTED: "Said to be another team’s",
    "duty.excused": "Excused",
    disputes.ANSWERED: "Answered: {answer}",
    disputes.CONSIDERED: "The group that looks after the rule decided: {outcome}",
}


@dataclass(frozen=True)
class DutyPage:
    id: str
    title: str
    reference: str
    child: str
    child_href: str
    clock: dates.When | None
    tag: Tag
    rows: tuple[Row, ...]
    actions: tuple[Action, ...]
    why: tuple[Row, ...]
    entries: tuple[TimelineEntry, ...]
    is_closed_off: bool


def page_of(
    duty: Duty, shelf: Shelf, explanation: Explanation | None, history: History | None, rungs: list[Rung]
) -> DutyPage:
    child, href = words.about(duty, shelf.children)
    is_waiting = policies.is_waiting(duty)
    return DutyPage(
        id=duty.pk,
        title=duty.title,
        reference=reference(duty.pk),
        child=child,
        child_href=href,
        clock=dates.clock(duty.due_at, shelf.now) if is_waiting else None,
        tag=Tag(words.STATES[DutyState(duty.state)].capitalize(), _tone(duty)),
        rows=tuple(_rows(duty, shelf, explanation, rungs)),
        actions=tuple(_actions(duty, shelf, child)) if is_waiting else (),
        why=tuple(_why(duty, explanation)),
        entries=tuple(_entries(duty, shelf, history, rungs)),
        is_closed_off=child == words.UNSEEN and is_waiting and not disputes.is_dispute(duty),
    )


def _tone(duty: Duty) -> Tone:
    state = DutyState(duty.state)
    if state is DutyState.BREACHED:
        return "overdue"
    return "due" if state is DutyState.OPEN else "done"


def _rows(duty: Duty, shelf: Shelf, explanation: Explanation | None, rungs: list[Rung]) -> list[Row]:
    team = shelf.desks.team_of(duty)
    ring = words.ringing(team, shelf.desks, shelf.now).line if team else ""
    due = dates.in_words(duty.due_at)
    note = explaining.not_counted(explaining.worked_out(duty))
    rows = [
        Row("What to do", duty.action),
        *said_rows(duty, shelf.disputes, shelf.viewer),
        Row("Due", values=(due, note) if note else (due,)),
        Row(
            "Owed by",
            values=tuple(filter(None, (shelf.desks.team_words(duty), ring))),
        ),
        Row("Who has it", _who_has_it(duty, shelf)),
    ]
    if explanation and explanation.who_next:
        # What was due before a child's record went live is history: its ladder was never climbed.
        is_history = explanation.next_at is None and bool(duty.rungs) and not rungs and policies.is_waiting(duty)
        rows.append(Row("Who is told next", NOT_CLIMBED if is_history else explanation.who_next))
    return rows


def _who_has_it(duty: Duty, shelf: Shelf) -> str:
    if not duty.taken_by:
        return "Nobody has taken this yet"
    since = f", since {dates.in_words(duty.taken_at)}" if duty.taken_at else ""
    return f"{shelf.taker(duty)}{since}"


def _actions(duty: Duty, shelf: Shelf, child: str) -> list[Action]:
    viewer: Viewer = shelf.viewer
    about = f"{duty.title}, {child}"
    found = []
    if policies.can_answer(viewer, shelf.desks, duty) and duty.taken_by != viewer.practitioner_id:
        found.append(take_action(duty, about, trigger=shelf.triggers.get(duty.trigger)))
    has_it = duty.taken_by == viewer.practitioner_id
    text, page = words.doing(
        duty, shelf.triggers.get(duty.trigger), shelf.children, is_manager=_may_settle(duty, shelf)
    )
    if page:
        found.append(Action(text, page, about, "primary" if has_it else "secondary"))
    if has_it:
        found.append(Action("Hand it back", reverse("worklist:hand-back", args=[duty.pk]), about, posts=True))
    if (asking := disputes.waiting_about(duty)) and policies.can_settle(viewer, shelf.desks, asking):
        found.append(Action("Answer what was said", reverse("worklist:answer", args=[asking.pk]), about, "secondary"))
    if policies.can_dispute(viewer, shelf.desks, duty):
        found.append(Action("Not ours", reverse("worklist:not-ours", args=[duty.pk]), about))
        found.append(Action("This is wrong, because…", reverse("worklist:wrong", args=[duty.pk]), about))
    if policies.can_excuse(viewer, shelf.desks, duty):
        found.append(Action("Excuse it", reverse("worklist:excuse", args=[duty.pk]), about))
    return found


def _may_settle(duty: Duty, shelf: Shelf) -> bool:
    return policies.can_settle(shelf.viewer, shelf.desks, duty)


def said_rows(duty: Duty, behind: Mapping[str, Dispute], viewer: Viewer) -> list[Row]:
    """What a duty that asks for an answer is about. The duty in dispute is opened by those who may see it."""
    said = behind.get(duty.pk)
    if said is None:
        return []
    reason = disputes.reason_of(said)
    href = reverse("worklist:duty", args=[said.duty_id]) if Duty.objects.filter(pk=said.duty_id).exists() else ""
    return [
        Row("The duty in question" if href else "The rule in question", said.rule, href=href),
        Row(
            "Why it is not theirs, they say" if said.is_redirection else "Why it is wrong, they say",
            f"“{reason}”" if reason else UNTOLD_REASON,
        ),
    ]


def _why(duty: Duty, explanation: Explanation | None) -> list[Row]:
    if explanation is None:
        source = duty.source
        return [
            Row("The rule says", says_words(source.get("says", ""), Confidence(duty.confidence))),
            Row("Where the rule comes from", f"{source.get('title', '')}, {source.get('clause', '')}"),
            Row("How sure we are", rule_confidence(Confidence(duty.confidence))),
        ]
    return [Row(part.title, values=part.said) for part in parts(explanation) if part.key != ABOVE]


def _entries(duty: Duty, shelf: Shelf, history: History | None, rungs: list[Rung]) -> list[TimelineEntry]:
    """What was said of the duty and whom it has told, oldest first."""
    seats = agencies.seats_of({(rung.tell_agency, rung.tell_role) for rung in rungs})
    found: list[tuple[datetime, TimelineEntry]] = []
    for rung in rungs:
        told = told_team(rung.tell_agency, rung.tell_team, rung.tell_role, shelf.desks.teams.values(), seats)
        role = rung.tell_role.replace("-", " ")
        whom = ", ".join(filter(None, (role, str(told or rung.tell_agency))))
        title = "Reminder sent" if rung.kind == Rung.Kind.REMINDER else "Climbed: somebody else was told"
        found.append((rung.fired_at, TimelineEntry(title, dates.when(rung.fired_at), f"to {whom}")))
    for chain in history.chains.values() if history else ():
        event = chain.members[-1]
        if event.kind in ANSWERS and event.data.get("duty") == duty.pk and not event.is_retraction:
            who = str(event.data.get("by") or event.data.get("decided_by") or "")
            by = shelf.names.get(who, "")
            given = event.data.get("reason") or event.data.get("words") or ""
            reason = f"“{given}”" if given else ""
            entry = TimelineEntry(ANSWERS[event.kind].format(**event.data), dates.when(event.occurred_from), by, reason)
            found.append((event.occurred_from, entry))
    return [entry for _, entry in sorted(found, key=lambda each: each[0])]


def people_in(duty: Duty, history: History | None) -> set[str]:
    """Whose names the page will need."""
    found = {duty.taken_by}
    for event in history.events if history else ():
        if event.kind in ANSWERS and event.data.get("duty") == duty.pk:
            found |= {str(event.data.get("by", "")), str(event.data.get("decided_by", ""))}
    return found - {""}


def said_words(name: str, duty: Duty, said: Mapping[str, str], recorded: Recorded) -> str:
    """What the person is told after they have said something of a duty: what follows, and what does not."""
    match name:
        case "excuse":
            is_closed = duty.pk in recorded.duty_ids_closed
            return "Excused. Your reason is on the record." if is_closed else EXCUSED_LATE
        case "consider":
            return "What your group decided is on the record, for whoever said that the rule went wrong."
        case "answer_it":
            return f"Your answer is on the record. {FOLLOWS[said['answer']]}"
    return ANSWER_DUE if recorded.duty_ids_opened else NO_ANSWER_DUE

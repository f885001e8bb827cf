"""How do a duty's state, child and closing page read?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from django.urls import NoReverseMatch, reverse

from followthrough.procedures.model.answer import DutyState
from followthrough.service.access.policies import CHILD
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import Ringing, to_ring
from followthrough.service.children.models import Child
from followthrough.service.children.presenters import page_of
from followthrough.service.ledger.models import Duty, Event
from followthrough.service.worklist import disputes
from followthrough.service.worklist.desks import Desks
from followthrough.service.worklist.explaining import closing_kinds

SHARE = "share."
ON_ITS_PAGE = ("referral.written", "information.returned")  # what is recorded on the page of a share, beside its steps
REVIEW = "review"  # a kind of subject with pages of its own
UNSEEN = "A child whose record you may not open"
STATES = {
    DutyState.OPEN: "to be done",
    DutyState.BREACHED: "overdue",
    DutyState.MET: "done in time",
    DutyState.MET_LATE: "done late",
    DutyState.MET_RECORDED_LATE: "done in time, written down late",
    DutyState.EXCUSED: "excused",
    DutyState.SUPERSEDED: "replaced: the record was put right",
}


def address(name: str, *args: str) -> str:
    """Where a page of another app is; empty where it is not installed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def about(duty: Duty, children: Mapping[str, Child]) -> tuple[str, str]:
    """Whom a duty is about, with where the child's page is. Names only for those who may open it."""
    if duty.subject_kind != CHILD:
        return ("About a review" if duty.subject_kind == REVIEW else "About no single child"), ""
    child = children.get(duty.subject_id)
    return (child.name, page_of(child)) if child else (UNSEEN, "")


def ringing(team: Team, desks: Desks, now: datetime) -> Ringing:
    """Who answers for the team now."""
    return to_ring(team, desks.teams.values(), now)


def unbroken(line: str) -> str:
    """With spaces inside telephone numbers that no end of a line breaks."""
    return re.sub(r"(?<=\d) (?=\d{3})", "\u00a0", line)


PAGES = {  # what is recorded on a page about no child
    "cover.assured": ("Sign it", "cover:periods"),
    "rota.filled": ("Fill the gap", "rotas:overview"),
    "queue.held": ("Name somebody", "rotas:overview"),
    "message.passed-on": ("See the letter", "letters:overview"),
    "hand-over.list-accepted": ("Open the list", "rotas:hand-overs"),
    "item.placed": ("Open what came in", "intake:items"),
    "mailbox.read": ("See what is wrong", "intake:items"),
    "caseload.list-came": ("Open our list", "caseload:overview"),
    "briefing.issued": ("Open the newsletter", "newsletter:overview"),
    "briefing.reach-reported": ("Say how far it reached", "newsletter:overview"),
    "learning-session.held": ("Open training", "training:overview"),
    "learning-session.evaluated": ("Open training", "training:overview"),
    "training-group.counted": ("Open training", "training:overview"),
    "training.attended": ("Open the posts", "posts:overview"),
    "training.update-read": ("Open the posts", "posts:overview"),
    "section-11.returned": ("Audit your agency", "audits:overview"),
    "section-11.challenged": ("Open the audits", "audits:overview"),
    "section-11.feedback-given": ("Open the audits", "audits:overview"),
    "audit.reported": ("Open the audits of cases", "audits:cases"),
}


def is_about_share(duty: Duty) -> bool:
    return any(kind.startswith(SHARE) or kind in ON_ITS_PAGE for kind in closing_kinds(duty))


def doing(duty: Duty, trigger: Event | None, children: Mapping[str, Child], *, is_manager: bool) -> tuple[str, str]:
    """What to press for what the duty asks, and where that leads; empty where this viewer can record nothing."""
    if disputes.is_asking(duty, disputes.ANSWERED):
        return "Answer it", address("worklist:answer", duty.pk) if is_manager else ""
    if disputes.is_asking(duty, disputes.CONSIDERED):
        return "Say what was decided", address("worklist:consider", duty.pk)
    for kind in closing_kinds(duty):
        if kind in PAGES:
            words, name = PAGES[kind]
            return words, reverse(name)
    if page := recommendation_page(trigger):
        return "Open the recommendation", page
    if duty.subject_kind == REVIEW:
        return "Open the review", address("reviews:review", duty.subject_id)
    if is_about_share(duty) and (page := share_page(duty, trigger)):
        return "Open the share", page
    return "Record what was done", "" if is_about_share(duty) else record_page(duty, children)


def recommendation_page(trigger: Event | None) -> str:
    """Where whoever is asked answers, and the Board looks at it: also for those who may not open the review."""
    if trigger is None or not trigger.kind.startswith("recommendation."):
        return ""
    return address("recommendations:recommendation", str(trigger.data["recommendation"]))


def share_page(duty: Duty, trigger: Event | None) -> str:
    """The page of the share that began the duty; where none did, the page that begins a share about the child."""
    reference = str(trigger.data.get("share", "")) if trigger else ""
    if reference:
        return address("sharing:share", reference)
    start = address("sharing:start")
    return f"{start}?child={duty.subject_id}" if start and duty.subject_kind == CHILD and trigger else ""


def receipt_page(duty: Duty, trigger: Event | None) -> str:
    """Where receipt of a share is taken with one press; empty for a duty that asks for something else.

    Taking the duty would not do: its sender would go on reading that nobody has it.
    """
    asks_for_receipt = closing_kinds(duty)[:1] == ("share.received",)
    if not asks_for_receipt or trigger is None or trigger.kind != "share.sent":
        return ""
    share, leg = str(trigger.data.get("share", "")), str(trigger.data.get("leg", ""))
    return address("sharing:act-receive", share, leg) if share and leg else ""


def record_page(duty: Duty, children: Mapping[str, Child]) -> str:
    """Where what closes the duty is recorded; empty for a child whom the viewer may not open."""
    if duty.subject_kind == CHILD and duty.subject_id not in children:
        return ""
    name, subject = ("record", [duty.subject_id]) if duty.subject_kind == CHILD else ("record-for-agency", [])
    found = address(f"chronology:{name}", *subject)
    return f"{found}?for={duty.pk}" if found else ""

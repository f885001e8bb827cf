"""Where are the pages of other apps that this one leads to? Empty where an app is not installed."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def share_about(child_id: str) -> str:
    """Where a share about this child begins. The id says nothing of the child; the share page checks it again."""
    start = address("sharing:start")
    return f"{start}?child={child_id}" if start else ""


# Kinds whose pages ask more than the plain one does, and tell whoever must know.
_OWN = {"harm.judged": "strategy:judge", "strategy.called": "strategy:call", "injury.seen": "injuries:see"}
_OWN |= dict.fromkeys(("history.read", "chronology.summed-up", "manager.reviewed"), "decisions:review")
_OWN |= dict.fromkeys(
    (
        "referral.decided",
        "case.closed",
        "decision.proposed",
        "decision.sent-back",
        "decision.signed",
        "early-help.ended",
        "child-in-need.closed",
    ),
    "decisions:overview",
)
_OWN |= {
    "question.asked": "curiosity:ask",
    "question.answered": "curiosity:overview",
    "question.left-open": "curiosity:overview",
    "second-reader.named": "curiosity:reader",
    "case.read-by-another": "curiosity:overview",
    "case-example.sent": "commissioning:gaps",
    "talking.described": "children:talking",
    "family.details-recorded": "children:talking",
}
_ANSWERS = {
    ("referral.received", "referral.decided"): "decisions:decide",
    ("decision.proposed", "decision.signed"): "decisions:sign",
    ("decision.proposed", "decision.sent-back"): "decisions:sign",
    ("strategy.held", "decision.signed"): "decisions:sign",
    ("strategy.held", "decision.sent-back"): "decisions:sign",
}
_OF_INJURY = {
    "injury.body-map": "injuries:draw",
    "injury.photographed": "injuries:photograph",
    "injury.explanation-considered": "injuries:explanation",
    "injury.explained": "injuries:account",
}
_OF_DISCUSSIONS = ("strategy.", "enquiry.started", "arrangements.")
_OF_ORDERS = ("bail.", "order.made", "order.extended", "order.ended")
_OF_INCIDENTS = ("serious-harm.", "national-panel.", "serious-case-review.", "agency-summary.", "rapid-review.",
                 "review-method.", "case.put-forward", "case.decided", "adults-board.")  # fmt: skip
_OF_ATTENDANCES = ("vulnerable-child.form", "vulnerable-child.form-checked")


def own_page(
    kind: str,
    child_id: str,
    *,
    discussion: str = "",
    injury: str = "",
    trigger: str = "",
    trigger_kind: str = "",
) -> str:
    """Where a kind is recorded that has a page of its own; empty for one that is written on the plain page.
    `discussion` and `injury` are the strategy discussion and the injury that it is about, where that is known;
    `trigger` is the entry that began the duty which asks for it, of `trigger_kind`.
    """
    if kind.startswith(_OF_ORDERS):
        return address("orders:overview", child_id)
    if kind.startswith(_OF_INCIDENTS):
        return address("incidents:overview", child_id)
    if kind in _OF_ATTENDANCES and trigger:
        return address("police:attendance", child_id, trigger)
    if page := _ANSWERS.get((trigger_kind, kind)):
        return address(page, child_id, trigger)
    if kind in _OWN:
        return address(_OWN[kind], child_id)
    if kind in _OF_INJURY:
        return address(_OF_INJURY[kind], child_id, injury) if injury else address("injuries:overview", child_id)
    if discussion:
        return address("strategy:discussion", child_id, discussion)
    return address("strategy:overview", child_id) if kind.startswith(_OF_DISCUSSIONS) else ""


def duty(duty_id: str) -> str:
    return address("worklist:duty", duty_id)


def address(name: str, *args: str) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""

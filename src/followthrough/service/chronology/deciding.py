"""Which entries decide something about a child, so that the history stands beside their form?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from followthrough.procedures.model.event import type_of_value
from followthrough.service.chronology.queries import Entry

READ, PROPOSED, SENT_BACK, SIGNED = "history.read", "decision.proposed", "decision.sent-back", "decision.signed"
RECEIVED, DECIDED, CLOSED, REVIEWED = "referral.received", "referral.decided", "case.closed", "manager.reviewed"
# Decisions that are written on the plain page. Referrals and closures have pages of their own.
ON_THE_PLAIN_PAGE = (
    *("assessment.finished", "core-assessment.finished", "pre-birth.assessed", "parenting.assessed"),
    *("early-help.assessed", "early-help.ended", "child-in-need.closed", SIGNED),
)
_SIGNED_FOR = {DECIDED: "referral", CLOSED: "case", PROPOSED: "about"}
SAME_PERSON = "Another person has to sign: you decided this yourself"


def problem(
    kind: str, data: Mapping[str, type_of_value], entries: Iterable[Entry], person: str
) -> tuple[str, str] | None:
    """The field and what is wrong with it: nobody signs what they decided themselves."""
    about = data.get("about")
    if kind != SIGNED or not about:
        return None
    own = any(
        each.row.author == person and each.event.data.get(_SIGNED_FOR.get(each.event.kind, "")) == about
        for each in entries
        if not each.is_taken_back
    )
    return ("decision", SAME_PERSON) if own else None

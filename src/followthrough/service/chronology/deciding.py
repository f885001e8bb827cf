"""Which entries decide something about a child, so that the history stands beside their form?"""

from __future__ import annotations

READ, PROPOSED, SENT_BACK, SIGNED = "history.read", "decision.proposed", "decision.sent-back", "decision.signed"
RECEIVED, DECIDED, CLOSED, REVIEWED = "referral.received", "referral.decided", "case.closed", "manager.reviewed"
HELD, HELP_ENDED, PLAN_CLOSED = "strategy.held", "early-help.ended", "child-in-need.closed"
# Decisions that are written on the plain page. Referrals, what two people end and signatures have pages of their own.
ON_THE_PLAIN_PAGE = (
    *("assessment.finished", "core-assessment.finished", "pre-birth.assessed", "parenting.assessed"),
    *("early-help.assessed", "early-help.next-step-decided", "triage.decided", "case.information-weighed"),
    *("mental-health.declined", "home-education.risk-decided", "special-school.leave-agreed", "conference.held"),
    *("discharge.agreed", "hospital.discharged", "return-plan.made", "limit.set", "limit.ended"),
    # What ends: a plan, an enquiry, the help of a service.
    *("child-protection-plan.ended", "enquiry.ended", "service.ended"),
    *("home-education.ended", "complex-needs.support-ended", "ehc-plan.ceased"),
)
# It takes two people: what was said stands as it was said, or one could do the part of the other.
OF_TWO_PEOPLE = (PROPOSED, SENT_BACK, SIGNED)

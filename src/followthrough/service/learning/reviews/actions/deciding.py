"""Is a case reviewed? By the criteria of its day, each answered with a reason; and what follows if they are not met.

To learn without a review that the law asks for is as good an outcome as any: it begins a review of another kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.service.access.policies import CHILD
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.reviews.actions.beginning import begin
from followthrough.service.learning.reviews.criteria import Criteria
from followthrough.service.learning.reviews.models import Kind, Review
from followthrough.service.learning.reviews.policies import check_can_keep
from followthrough.service.ledger.actions import CannotRecord, NewEvent, record

HOLD, LEARN, NOTHING = "hold", "learn", "nothing"
METHODS = {LEARN: "case review by several agencies", NOTHING: "no review"}
BY_CHAIR, BY_RAPID_REVIEW, DECIDED, METHOD = (
    "serious-case-review.decided", "rapid-review.sent", "case.decided", "review-method.chosen",
)  # fmt: skip
ADULTS = "adults-board.told"


@dataclass(frozen=True)
class Answer:
    is_yes: bool
    reason: str


@transaction.atomic
def decide(
    *,
    child_id: str,
    incident: str,
    criteria: Criteria,
    answers: Mapping[str, Answer],
    follows: str,
    words: str,
    title: str,
    is_notified: bool,
    by: Viewer,
) -> Review | None:
    """`is_notified`: the national panel had notice, so the decision is its rapid review. Raises CannotRecord."""
    check_can_keep(by)
    is_met = criteria.are_met({name: each.is_yes for name, each in answers.items()})
    _check(criteria, follows, is_met=is_met)
    without = BY_CHAIR if criteria.review == Kind.SERIOUS else DECIDED
    kind = BY_RAPID_REVIEW if is_notified else without
    who: dict[str, type_of_value] = {"incident": incident, "by": by.practitioner_id}
    said: dict[str, type_of_value] = {"meets_criteria": is_met, "reason": reason_of(criteria, answers, words)}
    new = [_new(kind, child_id, {**who, **said})]
    if follows != HOLD:
        new.append(_new(METHOD, child_id, {**who, "method": METHODS[follows], "reason": words}))
    if follows == NOTHING:
        record(new, by=by)
        return None
    held = criteria.review if follows == HOLD else Kind.OTHER
    return begin(title=title, kind=held, children=[child_id], words=words, incident=incident, beside=new, by=by)


@transaction.atomic
def tell_adults_board(*, child_id: str, incident: str, received_by: str, reason: str, by: Viewer) -> None:
    """A young person who is over 18: another board decides, and somebody there has it by name."""
    check_can_keep(by)
    said: dict[str, type_of_value] = {"received_by": received_by, "reason": reason}
    record([_new(ADULTS, child_id, {**said, "incident": incident, "by": by.practitioner_id})], by=by)


def reason_of(criteria: Criteria, answers: Mapping[str, Answer], words: str) -> str:
    """Each criterion with its answer and reason, then the words; with the source."""
    told = [f"{each.text} {_said(answers[each.id])}" for each in criteria.asks if each.id in answers]
    return "\n".join([words, *told, f"Criteria: {criteria.source}"])


def _said(answer: Answer) -> str:
    return f"{'Yes' if answer.is_yes else 'No'}: {answer.reason}"


def _check(criteria: Criteria, follows: str, *, is_met: bool) -> None:
    if follows == HOLD and not is_met:
        raise CannotRecord(
            "By your answers the criteria are not met. Learn in another way, or look at the answers again."
        )
    if follows != HOLD and is_met and criteria.must:
        raise CannotRecord("By your answers the criteria are met, so the review has to be held.")


def _new(kind: str, child_id: str, data: Mapping[str, type_of_value]) -> NewEvent:
    return NewEvent(kind=kind, subject=Subject(CHILD, child_id), occurred_from=clock.now(), data=data)

"""Who acts on a duty, and what a person says of it: not theirs, wrong, excused, answered, considered.

What a person says is a fact in the chronology. What follows from it is for the rulebook to say, never for Python.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from followthrough.procedures.model.event import type_of_value
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.access import actions as access
from followthrough.service.access.models import Relationship
from followthrough.service.access.policies import CHILD
from followthrough.service.agencies import queries as agencies
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.actions import NewEvent, Recorded, record, take_duty
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.policies import check_can_take
from followthrough.service.worklist import disputes, explaining, policies
from followthrough.service.worklist.desks import Desks
from followthrough.service.worklist.queries import subject_of

TOOK = "took a duty"
OWNERS = "board"  # the agency whose groups look after the rules
DOES_NOT_APPLY = "it does not apply"

Data = Mapping[str, type_of_value]


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    """What is said on the pages of a duty."""
    return ("duty.excused", "duty.disputed", "duty.redirected", "duty.answered", "rule.considered")


@transaction.atomic
def take(*, duty: Duty, instead_of: str = "", by: Viewer) -> None:
    """Who acts for a child may open the child's record, and so may their team. A rule is considered without it."""
    check_can_take(by, duty, instead_of)
    if duty.subject_kind == CHILD and not disputes.is_asking(duty, disputes.CONSIDERED):
        team = _team_of(duty, by)
        access.involve(
            agency=by.agency,
            team=team,
            subject=subject_of(duty),
            relationship=Relationship.TOOK_DUTY,
            reason=TOOK,
            by=by,
        )
    take_duty(duty.pk, by=by, instead_of=instead_of)


@transaction.atomic
def say_not_ours(*, duty: Duty, reason: str, suggested_agency: str, by: Viewer) -> Recorded:
    """The duty and its clock stay where they are until the rulebook or a person moves them."""
    policies.check_can_dispute(by, duty)
    suggested: Data = {"suggested_agency": suggested_agency} if suggested_agency else {}
    data: Data = {"reason": reason, "by": by.practitioner_id, **suggested, **_for_whom(duty)}
    return _record(duty, by, (disputes.REDIRECTED, data))


@transaction.atomic
def say_wrong(*, duty: Duty, reason: str, by: Viewer) -> Recorded:
    policies.check_can_dispute(by, duty)
    data: Data = {"reason": reason, "by": by.practitioner_id, **_for_whom(duty)}
    return _record(duty, by, (disputes.DISPUTED, data))


@transaction.atomic
def excuse(*, duty: Duty, reason: str, by: Viewer) -> Recorded:
    """Before its deadline the duty is excused; after it, it stays overdue on record and only stops climbing."""
    policies.check_can_excuse(by, duty)
    return _record(duty, by, _excused(reason, by))


@transaction.atomic
def answer(*, duty: Duty, answer: str, words: str, by: Viewer) -> Recorded:
    """`duty` asks for the answer. That the duty in dispute does not apply is its excuse, in the same breath."""
    policies.check_can_settle(by, Desks(by), duty)
    said = disputes.behind([duty])[duty.pk]
    given: Data = {"answer": answer, "words": words, "by": by.practitioner_id}
    facts = [(disputes.ANSWERED, given)]
    in_dispute = Duty.objects.filter(pk=said.duty_id).first()
    if answer == DOES_NOT_APPLY and (in_dispute is None or policies.is_waiting(in_dispute)):
        facts.append(_excused(words, by))
    return _record(duty, by, *facts, of=said.duty_id)


@transaction.atomic
def consider(*, duty: Duty, outcome: str, words: str, by: Viewer) -> Recorded:
    """`duty` asks the group that looks after a rule what it decided."""
    policies.check_can_consider(by, duty)
    said = disputes.behind([duty])[duty.pk]
    decided: Data = {
        "procedure": said.procedure,
        "outcome": outcome,
        "words": words,
        "by": by.practitioner_id,
    }
    return _record(duty, by, (disputes.CONSIDERED, decided), of=said.duty_id)


def _record(duty: Duty, by: Viewer, *facts: tuple[str, Data], of: str = "") -> Recorded:
    """Each fact names the duty that it is about: `of`, or else the duty itself."""
    now, subject = clock.now(), subject_of(duty)
    about: Data = {"duty": of or duty.pk}
    events = [NewEvent(kind=kind, subject=subject, occurred_from=now, data={**about, **data}) for kind, data in facts]
    return record(events, by=by)


def _excused(reason: str, by: Viewer) -> tuple[str, Data]:
    return "duty.excused", {"reason": reason, "decided_by": by.practitioner_id}


def _for_whom(duty: Duty) -> Data:
    """Who has to answer: the team that owes the duty, and the group that looks after its rule."""
    procedure = explaining.procedure_of(duty)
    data: dict[str, type_of_value] = {
        "procedure": duty.procedure,
        "debtor_agency": duty.debtor_agency,
        "debtor_team": agencies.team_for(duty.debtor_agency, duty.debtor_team, duty.debtor_role).slug,
        "copied_to": OWNERS,
    }
    return data | {"owner_group": procedure.owner} if procedure else data


def _team_of(duty: Duty, by: Viewer) -> str:
    """The team for which `by` acts: the one that owes it, or their own where they hold the role that does."""
    team = agencies.team_for(duty.debtor_agency, duty.debtor_team, duty.debtor_role)
    own = [key.partition("/")[2] for key in by.teams if key.startswith(f"{by.agency}/")]
    return team.slug if team.key in by.teams or not own else own[0]

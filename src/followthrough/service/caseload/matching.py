"""Whose case is it? By the agency's own number where a person has confirmed it once; else a person says so.

A number by which two children are known, or a birth date that contradicts the child's, decides nothing: a person looks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import CHILD, Refused
from followthrough.service.caseload import policies
from followthrough.service.caseload.models import Case
from followthrough.service.children.models import Child, Number
from followthrough.service.children.numbers import set_number
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.ledger import same
from followthrough.service.ledger.models import SameChild

BY = Viewer.system("caseload")
TWO = "Two children bear this number here."
BORN = "The child who bears this number here has another date of birth."
PARTED = "This was matched while two records were taken for one child’s. They were parted: which of the two is it?"


@as_part("caseload")
def match_by_number(agency: str) -> int:
    """Cases that nobody has matched, and whose number stands with one child. How many."""
    waiting = list(Case.objects.filter(agency=agency, child=None).defer("before"))
    bearers = _bearers(agency, {case.folded_number for case in waiting})
    born = dict(Child.objects.filter(pk__in=set().union(*bearers.values())).values_list("pk", "born_on"))
    done = 0
    for case in waiting:
        children = bearers.get(case.folded_number, set())
        child_id = next(iter(children), "")
        days = {case.born_on, born.get(child_id)} - {None}
        doubt = TWO if len(children) > 1 else BORN if child_id and len(days) > 1 else ""
        if child_id and not doubt:
            _matched(case, child_id, Case.How.NUMBER, BY)
            done += 1
        elif doubt != case.doubt:
            case.doubt = doubt
            case.save(update_fields=["doubt"])
    return done


@transaction.atomic
def match(*, case: Case, child_id: str, by: Viewer) -> None:
    """A person says which child it is; the number stands with the child from now on, where none of the agency does."""
    policies.check_may_match(by, case, child_id)
    if not Number.objects.filter(child=child_id, scheme=Number.Scheme.CASE, agency=case.agency, to_at=None).exists():
        set_number(
            child_id=child_id, scheme=Number.Scheme.CASE, value=case.number, agency=case.agency, source="list", by=by
        )
    _written(case, child_id, by)


@transaction.atomic
def unmatch(*, case: Case, reason: str, by: Viewer) -> None:
    """It was another child. The number leaves that child, so that tomorrow's list does not match again."""
    assert case.child_id is not None
    policies.check_may_match(by, case, case.child_id)
    held = Number.objects.filter(
        child__in=same.folding([case.child_id]).ids, scheme=Number.Scheme.CASE, agency=case.agency, to_at=None
    )
    for number in held.filter(folded_value=case.folded_number):
        set_number(child_id=number.child_id, scheme=Number.Scheme.CASE, value="", agency=case.agency, by=by)
    _parted(case, reason, by)


@as_part("caseload")
def keep_match(*, case: Case, by: Viewer) -> None:
    """A person has looked at what is doubtful, and it is the same child."""
    _step(case, "looked at again", by, {"doubt": case.doubt})
    case.doubt = ""
    case.save(update_fields=["doubt", "steps"])


@as_part("caseload")
def part(*, merged: SameChild, to: Mapping[str, str], by: Viewer) -> None:
    """Two records were parted. A case that was matched meanwhile goes where its number stood before they were one;
    where nobody had said that before, a person looks.
    """
    two = (merged.survivor, merged.alias)
    before = Number.objects.filter(child__in=two, scheme=Number.Scheme.CASE, to_at=None, from_at__lt=merged.from_at)
    bore: dict[tuple[str, str], set[str]] = defaultdict(set)
    for number in before:
        bore[number.agency, number.folded_value].add(number.child_id)
    for case in Case.objects.select_for_update().filter(child__in=two, matched_at__gte=merged.from_at):
        children = bore[case.agency, case.folded_number]
        if len(children) == 1 and case.how == Case.How.NUMBER:
            case.child_id = next(iter(children))
        else:
            case.doubt = PARTED
        _step(case, "parted", by, {"child": case.child_id or "", "doubt": case.doubt})
        case.save(update_fields=["child", "doubt", "steps"])


@as_part("caseload")
def _written(case: Case, child_id: str, by: Viewer) -> None:
    held = Case.objects.select_for_update().get(pk=case.pk)
    if held.child_id is not None:
        raise Refused("Somebody else has matched this meanwhile. Look at it again.")
    held.doubt = ""
    _matched(held, child_id, Case.How.PERSON, by)


@as_part("caseload")
def _parted(case: Case, reason: str, by: Viewer) -> None:
    held = Case.objects.select_for_update().get(pk=case.pk)
    since = held.matched_at.isoformat() if held.matched_at else ""
    _step(held, "unmatched", by, {"child": held.child_id or "", "since": since, "reason": reason})
    audit.record("case.unmatched", by=by, subject=Subject(CHILD, held.child_id or ""), detail={"case": held.pk})
    held.child, held.how, held.matched_at, held.doubt = None, "", None, ""
    held.save()


def _matched(case: Case, child_id: str, how: str, by: Viewer) -> None:
    case.child_id, case.how, case.matched_at = child_id, how, clock.now()
    _step(case, "matched", by, {"child": child_id})
    case.save()
    audit.record("case.matched", by=by, subject=Subject(CHILD, child_id), detail={"case": case.pk, "how": str(how)})


def _step(case: Case, name: str, by: Viewer, more: dict[str, Any]) -> None:
    case.steps = [*case.steps, {"step": name, "at": clock.now().isoformat(), "by": by.practitioner_id, **more}]


def _bearers(agency: str, numbers: set[str]) -> dict[str, set[str]]:
    """The children who bear each number, each under the name by which the child goes now."""
    rows = Number.objects.filter(scheme=Number.Scheme.CASE, agency=agency, to_at=None, folded_value__in=numbers)
    pairs = list(rows.values_list("folded_value", "child_id"))
    survivors = same.survivors_of({child for _, child in pairs})
    found: dict[str, set[str]] = defaultdict(set)
    for value, child in pairs:
        found[value].add(survivors.get(child, child))
    return found

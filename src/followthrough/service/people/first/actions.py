"""An agency's first administrator is named by one person of the Board, and entered when another one agrees. Both are
facts, so that the answer has a clock and the Board is told.
"""

from __future__ import annotations

from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.access import actions as access
from followthrough.service.access import invitations
from followthrough.service.agencies import actions as agencies
from followthrough.service.agencies.models import ADMINISTRATOR, Agency, Practitioner, Team
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.people.first import policies, queries
from followthrough.service.people.first.policies import CannotAgree
from followthrough.service.people.models import Nomination
from followthrough.service.people.policies import NOT_ONESELF, NotForYou

NAMED, DECIDED = "administrator.named", "administrator.decided"


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    return (NAMED, DECIDED)


def check_can_name(*, agency: Agency, by: Viewer) -> None:
    policies.check_can_name(by)
    if queries.has_administrator(agency):
        raise policies.CannotName(f"{agency.title} has an administrator, who enters its people.")
    if queries.waiting(by).filter(agency=agency).exists():
        raise policies.CannotName(f"Somebody is named for {agency.title} already.")


@transaction.atomic
def name(
    *, agency: Agency, team: Team, username: str, name: str, email: str, telephone: str, checked: str, by: Viewer
) -> Nomination:
    """Nobody is entered yet. Raises CannotName where the agency has an administrator, or one is named already."""
    Agency.objects.select_for_update().get(pk=agency.pk)
    check_can_name(agency=agency, by=by)
    _check_not_oneself(email, by)
    made = Nomination.objects.create(
        agency=agency, team=team, username=username, name=name, email=email, telephone=telephone, checked=checked,
        named_by_id=by.practitioner_id, named_at=clock.now(),
    )  # fmt: skip
    record([_event(NAMED, made, by)], by=by)
    _audit("named", made, by)
    return made


@transaction.atomic
def agree(*, nomination: Nomination, words: str, by: Viewer) -> Practitioner:
    """The person is entered, sits in the team as administrator, and gets the link. Raises CannotAgree."""
    policies.check_can_agree(by, nomination)
    held = _waiting(nomination)
    _check_not_oneself(held.email, by)
    if queries.has_administrator(held.agency):
        raise CannotAgree(f"{held.agency.title} has an administrator by now. Say no to this one.")
    if Practitioner.objects.filter(username__iexact=held.username).exists():
        raise CannotAgree("Somebody has this username by now. Say no, and name the person again with another one.")
    person = agencies.enter_practitioner(
        username=held.username, name=held.name, email=held.email, telephone=held.telephone, agency=held.agency, by=by
    )
    access.join_team(practitioner=person, team=held.team, role=ADMINISTRATOR, by=by)
    _decide(held, True, words, by)
    transaction.on_commit(lambda: invitations.send(person))
    return person


@transaction.atomic
def refuse(*, nomination: Nomination, words: str, by: Viewer) -> None:
    """By the second person, or taken back by the first."""
    if not policies.can_decide(by):
        raise NotForYou("Somebody of the Board decides about this.")
    _decide(_waiting(nomination), False, words, by)


def _waiting(nomination: Nomination) -> Nomination:
    """Held fast, so that two people decide one after the other."""
    held = Nomination.objects.select_for_update(of=("self",)).select_related("agency", "team")
    found = held.get(pk=nomination.pk)
    if found.decided_at is not None:
        raise CannotAgree("Somebody has decided about this already.")
    return found


def _decide(held: Nomination, is_agreed: bool, words: str, by: Viewer) -> None:
    held.is_agreed, held.words = is_agreed, words
    held.decided_by_id, held.decided_at = by.practitioner_id, clock.now()
    held.save(update_fields=["is_agreed", "words", "decided_by", "decided_at"])
    record([_event(DECIDED, held, by, outcome="let in" if is_agreed else "not let in")], by=by)
    _audit("agreed" if is_agreed else "refused", held, by)


def _event(kind: str, nomination: Nomination, by: Viewer, **more: str) -> NewEvent:
    """It names nobody: who is named stands with the nomination alone."""
    return NewEvent(
        kind=kind,
        subject=Subject("agency", nomination.agency_id),
        occurred_from=clock.now(),
        data={"nomination": nomination.pk, "by": by.practitioner_id, **more},
    )


def _check_not_oneself(email: str, by: Viewer) -> None:
    """Not by a second account either: the link goes to the address."""
    if Practitioner.objects.filter(pk=by.practitioner_id, email__iexact=email).exists():
        raise NotForYou(NOT_ONESELF)


def _audit(what: str, nomination: Nomination, by: Viewer) -> None:
    detail = {"nomination": nomination.pk, "team": nomination.team.key}
    audit.record(f"administrator.{what}", by=by, subject=Subject("agency", nomination.agency_id), detail=detail)

"""The cycle of section 11: an agency joins, audits itself, is asked about it, and hears what came of it."""

from __future__ import annotations

from django.db import transaction

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.service.access.policies import BOARD
from followthrough.service.agencies.models import Agency
from followthrough.service.core import clock
from followthrough.service.core.ids import reference
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.audits import policies
from followthrough.service.learning.audits.models import SelfAudit
from followthrough.service.learning.audits.policies import CannotAudit
from followthrough.service.learning.audits.standards import BY_SLUG, STANDARDS
from followthrough.service.ledger.actions import NewEvent, record


@transaction.atomic
def join(*, agency: Agency, by: Viewer) -> None:
    """From now on the agency audits itself in its turn."""
    policies.check_can_draw(by)
    happened("agency.joined", agency.pk, by, membership=reference(), member_agency=agency.pk)


@transaction.atomic
def begin(*, by: Viewer) -> SelfAudit:
    """One at a time; the one that is open is gone on with."""
    policies.check_can_begin(by)
    found, _ = SelfAudit.objects.get_or_create(
        agency_id=by.agency, returned_at=None, defaults={"began_at": clock.now()}
    )
    return found


@transaction.atomic
def answer(*, audit: SelfAudit, standard: str, grade: str, evidence: str, action: str, by: Viewer) -> None:
    held = _locked(audit)
    policies.check_can_answer(by, held)
    held.answers = {**held.answers, BY_SLUG[standard].slug: {"grade": grade, "evidence": evidence, "action": action}}
    held.save(update_fields=["answers"])


@transaction.atomic
def send(*, audit: SelfAudit, by: Viewer) -> None:
    """Raises CannotAudit while a standard is not answered."""
    held = _locked(audit)
    policies.check_can_answer(by, held)
    if left := [each.title for each in STANDARDS if each.slug not in held.answers]:
        raise CannotAudit(f"Not answered yet: {'; '.join(left)}.")
    held.returned_at, held.signed_by = clock.now(), by.practitioner_id
    held.save(update_fields=["returned_at", "signed_by"])
    said = {"recipient_agency": BOARD, "signed_by": by.practitioner_id}
    happened("section-11.returned", held.agency_id, by, audit=held.key, **said)


@transaction.atomic
def challenge(*, audit: SelfAudit, words: str, by: Viewer) -> None:
    """What was asked and agreed when the partnership went through it."""
    held = _locked(audit)
    policies.check_can_challenge(by, held)
    held.challenge, held.challenged_at = words, clock.now()
    held.save(update_fields=["challenge", "challenged_at"])
    happened("section-11.challenged", held.agency_id, by, audit=held.key, agencies=(held.agency_id, BOARD), words=words)


@transaction.atomic
def give_feedback(*, audit: SelfAudit, words: str, by: Viewer) -> None:
    held = _locked(audit)
    policies.check_can_give_feedback(by, held)
    held.feedback, held.feedback_at = words, clock.now()
    held.save(update_fields=["feedback", "feedback_at"])
    happened("section-11.feedback-given", held.agency_id, by, audit=held.key, words=words)


def _locked(audit: SelfAudit) -> SelfAudit:
    """Row-level security gives it to whose turn it is. Raises CannotAudit for anybody else."""
    held = SelfAudit.objects.select_for_update().filter(pk=audit.pk).first()
    if held is None:
        raise CannotAudit("This audit is not yours to change now. Reload the page to see how it stands.")
    return held


def happened(kind: str, agency: str, viewer: Viewer, **said: type_of_value) -> None:
    new = NewEvent(kind=kind, subject=Subject("agency", agency), occurred_from=clock.now(), data=said)
    record([new], by=viewer)

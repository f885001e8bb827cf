"""Somebody passes on what did not arrive; a person chooses how they are told, and a manager what may be chosen."""

from __future__ import annotations

from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.agencies.models import AlertBounds, AlertChoice, Team
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import failing
from followthrough.service.ledger.models import Letter, Outbox
from followthrough.service.letters import policies, queries


def pass_on(*, item: Letter | Outbox, means: str, by: Viewer) -> None:
    agency, team = queries.whose(item)
    policies.check_can_mend(by, agency, team)
    failing.pass_on(message=item.pk, agency=agency, means=means, by=by)


@transaction.atomic
def choose(*, email: bool, text: bool, by: Viewer) -> AlertChoice:
    """How the person themselves is told of what is urgent. Neither is no choice: the form says so."""
    made, _ = AlertChoice.objects.update_or_create(
        pk=by.practitioner_id, defaults={"email": email, "text": text, "set_at": clock.now()}
    )
    audit.record(
        "alerts.chosen",
        by=by,
        subject=Subject("practitioner", by.practitioner_id),
        detail={"email": email, "text": text},
    )
    return made


@transaction.atomic
def bound(*, team: Team, bounds: str, by: Viewer) -> None:
    policies.check_can_bound(by, team.key)
    AlertBounds.objects.update_or_create(
        team=team, defaults={"bounds": bounds, "set_by_id": by.practitioner_id, "set_at": clock.now()}
    )
    audit.record("alerts.bounded", by=by, detail={"team": team.key, "bounds": bounds})

"""Somebody opened an issue, a team talked a question over, an agency says how far it reached."""

from __future__ import annotations

from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.learning.newsletter.models import Opened, Release, Talk
from followthrough.service.learning.newsletter.policies import CannotRelease, check_can_report
from followthrough.service.learning.recommendations.queries import members
from followthrough.service.learning.reviews.models import REVIEW
from followthrough.service.ledger.actions import NewEvent, record


@as_part("newsletter")
def opened(release: Release, by: Viewer) -> None:
    """Counted once a person, with the team where they sit first."""
    Opened.objects.bulk_create(
        [Opened(release=release, practitioner=by.practitioner_id, agency=by.agency, team=next(iter(by.teams), ""),
                at=clock.now())],
        ignore_conflicts=True,
    )  # fmt: skip


@transaction.atomic
def talk(*, release: Release, team: str, question: int, where: str, words: str, by: Viewer, shown: str = "") -> Talk:
    """That it was talked over is counted, and in supervision what a case showed. The words stay with the team."""
    if team not in by.teams:
        raise CannotRelease("Only somebody of the team writes down what the team has talked over.")
    return Talk.objects.create(
        release=release, team=team, question=question, where=where, shown=shown, words=words, by=by.practitioner_id,
        at=clock.now(),
    )  # fmt: skip


@transaction.atomic
def report(*, release: Release, read: int, discussed: int, by: Viewer) -> None:
    """For the agency: closes what it owes for each review of the issue."""
    check_can_report(by)
    if not members().filter(pk=by.agency).exists():
        raise CannotRelease("Your agency was not sent this issue.")
    events = [
        NewEvent(
            kind="briefing.reach-reported",
            subject=Subject(REVIEW, review),
            occurred_from=clock.now(),
            data={"learning": learning, "read": read, "discussed": discussed},
        )
        for review, learning in release.briefed
    ]
    record(events, by=by)

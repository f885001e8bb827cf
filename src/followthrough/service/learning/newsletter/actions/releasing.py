"""An issue goes out: read by a second person, published, and sent to each agency as a briefing, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import Max

from followthrough.procedures.model.event import Subject
from followthrough.service.core import audit, clock
from followthrough.service.core.managing import LEAD
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.newsletter.models import Issue, Release
from followthrough.service.learning.newsletter.policies import CannotRelease, check_can_release, check_can_see_issue
from followthrough.service.learning.newsletter.queries.checking import checked, digest, unanswered
from followthrough.service.learning.newsletter.queries.sources import open_learning
from followthrough.service.learning.recommendations.queries import members
from followthrough.service.learning.reviews.models import REVIEW
from followthrough.service.ledger import outbox
from followthrough.service.ledger.actions import NewEvent, record


@transaction.atomic
def release(*, issue: Issue, read: str, by: Viewer) -> Release:
    """`read` is the digest of what the second person has read.

    Raises CannotRelease for a writer, for what the check has found and nobody answered, and for words that were
    changed meanwhile.
    """
    check_can_see_issue(by, issue.pk)
    held = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    check_can_release(by, held)
    if digest(held.issue) != read:
        raise CannotRelease("The issue was changed while you read it. Read it again.")
    if left := unanswered(checked(held)):
        raise CannotRelease(
            f"Of what the check has found, nobody has answered {len(left)} yet. Answer all of it first."
        )
    learning = open_learning(by, held.reviews) or [(each, held.pk) for each in held.reviews]
    made = _release(held, learning, by)
    # Of the same reviews, so that no lock is new; and first, so that the check stands before what it lets out.
    record(list(_checks(held, by)), by=by)
    record([*_published(held, made), *_briefings(learning)], by=by)
    _tell(made)
    audit.record("newsletter.released", by=by, detail={"issue": held.pk, "number": made.number})
    return made


def _release(held: Issue, learning: Sequence[tuple[str, str]], by: Viewer) -> Release:
    last = Release.objects.aggregate(last=Max("number"))["last"] or 0
    content = held.issue
    made = Release.objects.create(
        number=last + 1, title=content.title, content=content.as_published(), digest=digest(content), at=clock.now(),
        writers=held.writers, checked_by=by.practitioner_id, corrects=held.corrects,
        briefed=[list(each) for each in learning],
    )  # fmt: skip
    held.release = made
    held.save(update_fields=["release"])
    return made


def _checks(held: Issue, by: Viewer) -> Iterator[NewEvent]:
    said = {"draft": held.pk, "by": by.practitioner_id}
    for review in held.reviews:
        about = Subject(REVIEW, review)
        yield NewEvent(kind="review.anonymity-checked", subject=about, occurred_from=clock.now(), data=said)


def _published(held: Issue, made: Release) -> Iterator[NewEvent]:
    said = {"draft": held.pk, "address": f"/newsletters/{made.number}/"}
    for review in held.reviews:
        about = Subject(REVIEW, review)
        yield NewEvent(kind="review.published", subject=about, occurred_from=clock.now(), data=said)


def _briefings(learning: Sequence[tuple[str, str]]) -> Iterator[NewEvent]:
    asked = list(members().values_list("pk", flat=True))
    for review, key in learning:
        for agency in asked:
            data = {"learning": key, "recipient_agency": agency}
            yield NewEvent(
                kind="briefing.issued", subject=Subject(REVIEW, review), occurred_from=clock.now(), data=data
            )


def _tell(made: Release) -> None:
    """Safeguarding leads, in the next digest: a sentence and a link. The words are read on the page."""
    for agency in members().values_list("pk", flat=True):
        outbox.enqueue(
            key=f"newsletter:{made.number}:{agency}",
            to=outbox.address_of(agency, role=LEAD),
            sentence="A new issue on what reviews of practice taught is out. Read it, and talk it over in your team.",
            reference=f"Newsletter {made.number}",
            link=f"/newsletters/{made.number}/",
            is_urgent=False,
        )

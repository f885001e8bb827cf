"""An issue is composed from reviews, and its words are changed until it is out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from django.db import transaction

from followthrough.service.core import audit, clock
from followthrough.service.core.asread import digest_of
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.newsletter import composing
from followthrough.service.learning.newsletter.content import Content, Line, with_lines, without_unseen
from followthrough.service.learning.newsletter.content import section as as_shown
from followthrough.service.learning.newsletter.models import Issue, Release
from followthrough.service.learning.newsletter.policies import Changed, check_can_change, check_can_see_issue
from followthrough.service.learning.newsletter.queries import sources
from followthrough.service.learning.reviews.models import Review
from followthrough.service.learning.reviews.policies import check_can_keep, check_can_see_review


@transaction.atomic
def compose(
    *, title: str, reviews: Sequence[Review], by: Viewer, corrects: Release | None = None, correction: str = ""
) -> Issue:
    """A draft of all that the reviews found and ask. Raises CannotReview and NotVisible."""
    check_can_keep(by)
    for review in reviews:
        check_can_see_review(by, review.pk)
    content = composing.compose(title, sources.told(by, reviews))
    if corrects is not None:
        content = replace(content, corrects=str(corrects), correction=correction)
    content, now = without_unseen(content), clock.now()
    made = Issue.objects.create(
        title=content.title, reviews=[each.pk for each in reviews], content=content.as_data(),
        writers=[by.practitioner_id], began_at=now, changed_at=now, corrects=corrects,
    )  # fmt: skip
    audit.record("newsletter.composed", by=by, detail={"issue": made.pk})
    return made


def write_lines(*, issue: Issue, section: str, lines: Iterable[Line], by: Viewer, read: str | None = None) -> Issue:
    """`read` is the digest of the section as the writer saw it: Changed is raised when it says something else now."""

    def change(content: Content) -> Content:
        _check_is_as_read(content, section, read)
        return with_lines(content, section, lines)

    return rewrite(issue=issue, by=by, change=change)


def write_front(
    *, issue: Issue, title: str, opening: str, correction: str, by: Viewer, read: str | None = None
) -> Issue:
    def change(content: Content) -> Content:
        _check_is_as_read(content, "front", read)
        return replace(content, title=title, opening=opening, correction=correction)

    return rewrite(issue=issue, by=by, change=change)


def write_questions(*, issue: Issue, questions: Iterable[str], by: Viewer, read: str | None = None) -> Issue:
    kept = tuple(each for each in questions if each.strip())

    def change(content: Content) -> Content:
        _check_is_as_read(content, "questions", read)
        return replace(content, questions=kept)

    return rewrite(issue=issue, by=by, change=change)


def _check_is_as_read(content: Content, name: str, read: str | None) -> None:
    if read is not None and digest_of(as_shown(content, name)) != read:
        raise Changed(
            "Somebody changed this since you opened the page. What stands there now is shown first. What you typed is "
            "below: put both together, and send it again."
        )


@transaction.atomic
def rewrite(*, issue: Issue, change: Callable[[Content], Content], by: Viewer) -> Issue:
    """Two who write at once change one section after the other. Raises NotVisible and CannotRelease."""
    check_can_see_issue(by, issue.pk)
    held = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    check_can_change(held)
    content = without_unseen(change(held.issue))
    held.content, held.title, held.changed_at = content.as_data(), content.title, clock.now()
    held.writers = [*held.writers, *({by.practitioner_id} - set(held.writers))]
    held.save(update_fields=["content", "title", "changed_at", "writers"])
    audit.record("newsletter.changed", by=by, detail={"issue": held.pk})
    return held

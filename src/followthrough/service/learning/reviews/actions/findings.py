"""How is a finding written? In the panel’s own words, under a theme, with the entries that it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify

from followthrough.procedures.model.event import Subject
from followthrough.service.chronology.queries import chronicle
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.reviews.models import REVIEW, Citation, Finding, Review, Reviewed, Theme
from followthrough.service.learning.reviews.policies import CannotReview, check_can_write


@transaction.atomic
def find(
    *,
    review: Review,
    theme: str,
    side: str,
    words: str,
    by: Viewer,
    child: Reviewed | None = None,
    cites: Iterable[str] = (),
    without_entry: str = "",
) -> Finding:
    """`theme` is a title, and is used again where it was used before. `cites` are entries of the children under
    review, by the id of any version; where there is none, `without_entry` says why.

    Raises CannotReview, also for an entry that the viewer cannot read.
    """
    check_can_write(by, review)
    roots = _roots(by, review, tuple(cites))
    if not roots and not without_entry.strip():
        raise CannotReview("Name the entries that it rests on, or say why no entry shows it.")
    found = Finding.objects.create(
        review=review,
        child=child,
        theme=theme_of(theme),
        side=side,
        words=words,
        without_entry=without_entry.strip(),
        written_by=by.practitioner_id,
        written_at=clock.now(),
    )
    Citation.objects.bulk_create([Citation(finding=found, event_id=root) for root in roots])
    audit.record("finding.written", by=by, subject=Subject(REVIEW, review.pk), detail={"finding": found.pk})
    return found


@transaction.atomic
def take_back(*, finding: Finding, by: Viewer) -> None:
    """It stays, with when it was taken back. Safe to repeat."""
    check_can_write(by, finding.review)
    if finding.taken_back_at is None:
        finding.taken_back_at = clock.now()
        finding.save(update_fields=["taken_back_at"])
        subject = Subject(REVIEW, finding.review_id)
        audit.record("finding.taken-back", by=by, subject=subject, detail={"finding": finding.pk})


def theme_of(title: str) -> Theme:
    """The same words, whatever their capitals, are the same theme."""
    title = " ".join(title.split())
    theme, _ = Theme.objects.get_or_create(slug=slugify(title)[:60] or "other", defaults={"title": title})
    return theme


def _roots(by: Viewer, review: Review, cites: tuple[str, ...]) -> list[str]:
    children = review.children.values_list("child_id", flat=True) if cites else ()
    held = [chronicle(by, Subject("child", child)) for child in children]
    found = {}
    for each in cites:
        entry = next((entry for told in held if (entry := told.entry(each)) is not None), None)
        if entry is None:
            raise CannotReview("A finding rests on entries of the children under review that you can read.")
        found[entry.root] = entry
    return list(found)

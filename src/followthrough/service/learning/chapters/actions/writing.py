"""A chapter is begun, and its next version written. Until it is approved it is a draft that can be written again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.utils.text import slugify

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import BOARD
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.chapters.models import Chapter, Version
from followthrough.service.learning.chapters.policies import CannotWrite, Changed, check_can_write
from followthrough.service.learning.chapters.queries.holding import digest
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.learning.recommendations.policies import visible_recommendations

BOARDS = Subject("agency", BOARD)  # a chapter is about nobody: its audit stands with the Board


@transaction.atomic
def begin(*, title: str, about: str, by: Viewer) -> Chapter:
    """Raises CannotWrite where there is a chapter of that name."""
    check_can_write(by)
    slug = slugify(title)[:60].strip("-")
    if not slug or slug in WORDS or Chapter.objects.filter(pk=slug).exists():
        raise CannotWrite("There is a chapter of this name, or the name has no letters. Choose another.")
    return Chapter.objects.create(slug=slug, title=title, about=about)


WORDS = ("write",)  # addresses of the pages themselves


@transaction.atomic
def write(
    *,
    chapter: Chapter,
    what_changed: str,
    from_on: date,
    by: Viewer,
    text: str = "",
    link: str = "",
    must_read: Collection[str] = (),
    change: str = "",
    answers: Iterable[Recommendation] = (),
    read: str | None = None,
) -> Version:
    """The draft that follows the latest version; the draft that stands is written again, and loses its approvals.

    `read` is the digest of what the writer began from: Changed is raised when that has changed since. Of the
    recommendations that it answers, those stay which the writer may not see.
    """
    check_can_write(by)
    Chapter.objects.select_for_update().get(pk=chapter.pk)  # who writes at the same time waits
    latest = chapter.versions.order_by("-number").first()
    if read is not None and read != (digest(latest) if latest else ""):
        raise Changed(_by_whom(latest))
    if latest is None or latest.approved_at is not None:
        latest = Version(chapter=chapter, number=(latest.number if latest else 0) + 1)
    else:
        latest.approvals.all().delete()
    latest.text, latest.link, latest.what_changed = text.replace("\r\n", "\n"), link, what_changed
    latest.from_on, latest.must_read, latest.change = from_on, list(must_read), change
    latest.written_by_id, latest.written_at = by.practitioner_id, clock.now()
    latest.writers = [*latest.writers, *({by.practitioner_id} - set(latest.writers))]
    latest.save()
    _answer(latest, answers, by)
    audit.record("chapter.written", by=by, subject=BOARDS, detail={"chapter": chapter.pk, "version": latest.number})
    return latest


def _by_whom(latest: Version | None) -> str:
    who = latest.written_by.name if latest else "Somebody"
    return f"{who} has written in it since you opened this page. Put yours together with theirs, and send it again."


def _answer(draft: Version, answers: Iterable[Recommendation], by: Viewer) -> None:
    """Nobody takes out what they do not see."""
    chosen, seen = set(answers), visible_recommendations(by)
    draft.answers.remove(*(each for each in seen.filter(pk__in=draft.answers.values("pk")) if each not in chosen))
    draft.answers.add(*chosen)

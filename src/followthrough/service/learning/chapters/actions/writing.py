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
from followthrough.service.learning.chapters.policies import CannotWrite, check_can_write
from followthrough.service.learning.recommendations.models import Recommendation

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
) -> Version:
    """The draft that follows the latest version; the draft that stands is written again, and loses its approvals."""
    check_can_write(by)
    said = {
        "text": text.replace("\r\n", "\n"), "link": link, "what_changed": what_changed, "from_on": from_on,
        "must_read": list(must_read), "change": change, "written_by_id": by.practitioner_id, "written_at": clock.now(),
    }  # fmt: skip
    latest = chapter.versions.order_by("-number").first()
    number = latest.number if latest and latest.approved_at is None else (latest.number if latest else 0) + 1
    draft, _ = Version.objects.update_or_create(chapter=chapter, number=number, defaults=said)
    draft.approvals.all().delete()
    draft.answers.set(answers)
    audit.record("chapter.written", by=by, subject=BOARDS, detail={"chapter": chapter.pk, "version": number})
    return draft

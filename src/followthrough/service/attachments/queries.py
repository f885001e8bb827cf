"""Which files does this viewer see? Row-level security answers: by the entry of a file, or by its share."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from followthrough.service.attachments.models import Attachment, Content
from followthrough.service.core.viewer import Viewer


def attachment(viewer: Viewer, attachment_id: str) -> Attachment | None:
    """None for one that is not theirs and for none, and the caller cannot tell which."""
    return Attachment.objects.filter(pk=attachment_id).first()


def content(found: Attachment) -> bytes:
    """Of a file that was shown to the viewer. Raises CannotOpen when it was tampered with."""
    held: bytes = Content.objects.get(pk=found.pk).sealed
    return held


def of_draft(viewer: Viewer, draft: str) -> list[Attachment]:
    return list(Attachment.objects.filter(draft=draft, uploaded_by=viewer.practitioner_id)) if draft else []


def added_since(viewer: Viewer, since: datetime) -> tuple[int, int]:
    """How many files the viewer has added that still stand, and of how many bytes together."""
    own = Attachment.objects.filter(uploaded_by=viewer.practitioner_id, at__gt=since)
    found = own.aggregate(count=Count("pk"), together=Coalesce(Sum("size"), 0))
    return found["count"], found["together"]


def of_share(viewer: Viewer, share: str, events: Collection[str]) -> list[Attachment]:
    """Those that were sent with it, and those of the entries that it carries as far as the viewer may read them."""
    return list(Attachment.objects.filter(share=share) | Attachment.objects.filter(event__in=list(events)))


def some(viewer: Viewer, ids: Collection[str]) -> list[Attachment]:
    """Those of them that the viewer sees."""
    return list(Attachment.objects.filter(pk__in=ids))


def of_events(viewer: Viewer, events: Collection[str]) -> list[Attachment]:
    return list(Attachment.objects.filter(event__in=list(events)))

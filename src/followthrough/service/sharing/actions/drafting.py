"""Keeps what a practitioner has entered, from the first answer until it is sent or thrown away: for shares, and for
other pages that keep what is half written.
"""

from __future__ import annotations

from typing import Any

from followthrough.service.attachments import actions as attachments
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.sharing.models import Draft


def begin_draft(*, data: dict[str, Any], by: Viewer, page: str = Draft.Page.SHARE) -> Draft:
    now = clock.now()
    return Draft.objects.create(
        practitioner_id=by.practitioner_id, page=page, data=data, started_at=now, updated_at=now
    )  # fmt: skip


def keep_draft(*, draft: Draft, data: dict[str, Any], by: Viewer) -> Draft:
    """Adds to what is there; an answer given again replaces the old one."""
    draft.data = {**draft.data, **data}
    draft.updated_at = clock.now()
    draft.save(update_fields=["data", "updated_at"])
    return draft


def discard_draft(*, draft_id: str, by: Viewer) -> None:
    attachments.discard(draft=draft_id, by=by)
    Draft.objects.filter(pk=draft_id, practitioner=by.practitioner_id).delete()

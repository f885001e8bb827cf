"""How is a share opened? By row-level security, and written down before it is shown; a refusal is written down too."""

from __future__ import annotations

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import NotVisible
from followthrough.service.core import audit
from followthrough.service.core.viewer import Viewer
from followthrough.service.sharing import queries
from followthrough.service.sharing.models import Share


def open_share(viewer: Viewer, reference: str) -> Share:
    """Raises NotVisible, the same for a share that is not theirs and for none."""
    share = queries.share(viewer, reference.upper())
    if share is None:
        # In a transaction of its own, because the refusal rolls this one back.
        audit.record_apart("share.read", by=viewer, subject=Subject("share", reference[:20]), outcome="refused")
        raise NotVisible()
    audit.record("share.read", by=viewer, subject=Subject("child", share.child_id), detail={"share": share.reference})
    return share

"""A file is fetched: authorised by row-level security, written down, opened, and given to be saved, never shown."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.attachments import kinds, queries
from followthrough.service.attachments.models import Attachment
from followthrough.service.core import audit
from followthrough.service.core.viewer import Viewer

# Whatever a browser makes of a file, it runs nothing of it and fetches nothing for it.
_SHUT: Any = csp({"default-src": ["'none'"], "sandbox": True, "frame-ancestors": ["'none'"]})


@classed("signed-in")
@require_safe
@_SHUT
def file(request: HttpRequest, attachment_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = _opened(viewer, attachment_id)
    answer = HttpResponse(queries.content(found), content_type=kinds.KEPT[found.kind].media_type)
    answer["Content-Disposition"] = content_disposition_header(True, found.name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _opened(viewer: Viewer, attachment_id: str) -> Attachment:
    """Written down before it is opened; a refusal in a transaction of its own. Raises NotVisible, the same for all."""
    found = queries.attachment(viewer, attachment_id)
    if found is None:
        nothing = Subject("attachment", attachment_id[:32])
        audit.record_apart("attachment.read", by=viewer, subject=nothing, outcome="refused")
        raise NotVisible()
    subject = Subject(found.subject_kind, found.subject_id) if found.subject_id else None
    audit.record("attachment.read", by=viewer, subject=subject, detail={"attachment": found.pk})
    return found

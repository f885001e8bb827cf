"""How does a page of a draft open? Checked, written down, then shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.reading import LONGEST_ID
from followthrough.service.core import audit
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.newsletter.models import Issue
from followthrough.service.learning.newsletter.policies import check_can_see_issue


def viewer_of(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def opened(request: HttpRequest, issue_id: str) -> Issue:
    """Raises NotVisible, the same for a draft that is not there and one that is not theirs."""
    if len(issue_id) > LONGEST_ID:
        raise NotVisible()
    viewer = viewer_of(request)
    found = check_can_see_issue(viewer, issue_id)
    page = request.resolver_match.url_name if request.resolver_match else ""
    audit.record("newsletter.draft-read", by=viewer, detail={"issue": found.pk, "page": page})
    return found

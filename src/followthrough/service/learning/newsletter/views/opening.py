"""How does a page of a draft open? Checked, written down, then shown."""

from __future__ import annotations

from django.http import HttpRequest

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.reading import LONGEST_ID
from followthrough.service.access.routes import viewer_of
from followthrough.service.core import audit
from followthrough.service.learning.newsletter.models import Issue
from followthrough.service.learning.newsletter.policies import check_can_see_issue


def opened(request: HttpRequest, issue_id: str) -> Issue:
    """Raises NotVisible, the same for a draft that is not there and one that is not theirs."""
    if len(issue_id) > LONGEST_ID:
        raise NotVisible()
    viewer = viewer_of(request)
    found = check_can_see_issue(viewer, issue_id)
    page = request.resolver_match.url_name if request.resolver_match else ""
    audit.record("newsletter.draft-read", by=viewer, detail={"issue": found.pk, "page": page})
    return found

"""What is typed on page 2 is kept on the server every few seconds, by a small script. The page works without it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.core import clock
from followthrough.service.design.dates import time_in_words
from followthrough.service.sharing import actions, queries
from followthrough.service.sharing.preparing import typed


@classed("team")
@require_POST
def keep(request: HttpRequest, draft_id: str) -> JsonResponse:
    """When it was kept. Mistakes are kept as they are: nothing is checked before “Continue”."""
    viewer = viewer_of(request)
    if queries.sent_with(viewer, draft_id) is not None:
        return JsonResponse({"sent": True}, status=409)
    draft = queries.drafts(viewer).filter(pk=draft_id).first()
    if draft is None:
        raise Http404
    actions.keep_draft(draft=draft, data={"what": typed(request.POST)}, by=viewer)
    return JsonResponse({"kept": time_in_words(clock.now())})

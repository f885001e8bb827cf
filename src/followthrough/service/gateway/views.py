"""What other systems tell us: here, what became of a letter."""

from __future__ import annotations

import hmac
import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from followthrough.service.access.routes import classed
from followthrough.service.core import audit
from followthrough.service.core.viewer import Viewer
from followthrough.service.gateway import notify
from followthrough.service.ledger.delivery import tell_fate

BY = Viewer.system("notify")
LONGEST = 10_000


@classed("public")
@csrf_exempt  # nobody's browser comes here: who calls shows the bearer token that was agreed
@require_POST
def status(request: HttpRequest) -> HttpResponse:
    """GOV.UK Notify says what became of a letter. Said again, it is taken again: nothing changes."""
    if not _is_notify(request):
        audit.record_apart("letter.fate", by=BY, outcome="refused")
        return HttpResponse(status=403)
    said = _read(request)
    if said is None:
        return HttpResponse("A JSON object with a reference and a status is needed.", status=400)
    reference, fate = said
    if fate in notify.FATES:
        tell_fate(
            reference,
            arrived=fate == "delivered",
            reason=notify.FATES[fate],
            came_back=fate == notify.CAME_BACK,
        )
    return HttpResponse(status=204)


def _is_notify(request: HttpRequest) -> bool:
    token = settings.FOLLOWTHROUGH_NOTIFY.get("callback_token", "")
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and hmac.compare_digest(shown.encode(), token.encode())


def _read(request: HttpRequest) -> tuple[str, str] | None:
    try:
        said: Any = json.loads(request.body[:LONGEST])
    except ValueError:
        return None
    if not isinstance(said, dict) or not isinstance(said.get("status"), str):
        return None
    reference = said.get("reference")
    return (reference if isinstance(reference, str) else "", said["status"])

"""What a browser says that our content policy stopped: one line in the log, without what the page held.

A browser sends it by itself and signs nobody in. Whoever likes can send one, so little of it is believed: which
directive, and which site; so many a minute, and no more.
"""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import urlsplit

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from followthrough.service.access.routes import classed

LONGEST = 8 * 1024
MOST_A_MINUTE = 30
KINDS = ("application/csp-report", "application/json")  # a form is no report
_LOG = logging.getLogger("followthrough.policy")


@classed("public")
@csrf_exempt
@require_POST
def policy_report(request: HttpRequest) -> HttpResponse:
    """Nothing is answered, whatever was sent."""
    is_short = int(request.headers.get("Content-Length") or 0) <= LONGEST
    if is_short and request.content_type in KINDS and _is_one_of_few():
        said = _report(request.body)
        if said:
            directive, site = (_plain(said.get(each, "")) for each in ("effective-directive", "blocked-uri"))
            _LOG.warning("A browser stopped something by our content policy: %s, %s", directive, site)
    return HttpResponse(status=204)


def _report(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    report = found.get("csp-report") if isinstance(found, dict) else None
    return report if isinstance(report, dict) else {}


def _plain(value: object) -> str:
    """A directive's name, or the site of an address: never its path, which could name somebody."""
    words = str(value)
    place = urlsplit(words) if "//" in words[:12] else None
    return (f"{place.scheme}://{place.hostname}" if place else words)[:80]


def _is_one_of_few() -> bool:
    cache.add("policy-reports", 0, timeout=60)
    return cache.incr("policy-reports") <= MOST_A_MINUTE

"""The endpoint for other systems: one item at a time, by token, taken in once. What is wrong is said after RFC 9457."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from followthrough.service.access.routes import classed
from followthrough.service.core import clock
from followthrough.service.intake import schema, systems
from followthrough.service.intake.models import System
from followthrough.service.intake.openapi import PROBLEM, PROBLEMS

MOST_BYTES, MOST_A_MINUTE = 200_000, 60
_KEY = re.compile(r"[A-Za-z0-9._:-]{8,200}")


class Refusal(Exception):
    def __init__(
        self,
        status: int,
        detail: str = "",
        *,
        faults: list[schema.Fault] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.status, self.detail, self.faults, self.headers = status, detail, faults or [], headers or {}


@csrf_exempt  # it is no browser that sends, and no cookie counts here
@classed("system")
def items(request: HttpRequest) -> HttpResponse:
    try:
        return _taken(request)
    except Refusal as refusal:
        return _problem(refusal)


def _taken(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        raise Refusal(405, headers={"Allow": "POST"})
    system = systems.system_of(request.headers.get("Authorization", ""))
    if system is None:
        raise Refusal(401, headers={"WWW-Authenticate": "Bearer"})
    _check_rate(system)
    key = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(key):
        raise Refusal(400, "Give each item an Idempotency-Key: 8 to 200 letters, digits, dots, colons or dashes.")
    body, sent = _read(request)
    try:
        item, is_new = systems.receive(system=system, key=key, digest=_digest(body), sent=sent)
    except systems.OtherBody as error:
        raise Refusal(409) from error
    said = {"reference": item.reference, "came_at": item.came_at.isoformat()}
    return JsonResponse(said, status=201 if is_new else 200)


def _read(request: HttpRequest) -> tuple[Any, schema.Sent]:
    if request.content_type != "application/json":
        raise Refusal(415)
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise Refusal(413)
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "The body is no JSON.") from error
    sent = schema.check(body)
    if not isinstance(sent, schema.Sent):
        raise Refusal(422, faults=sent)
    return body, sent


def _check_rate(system: System) -> None:
    now = clock.real_now()
    name = f"intake:{system.pk}:{now:%H%M}"
    cache.add(name, 0, 120)
    if cache.incr(name) > MOST_A_MINUTE:
        raise Refusal(429, headers={"Retry-After": str(60 - now.second)})


def _problem(refusal: Refusal) -> HttpResponse:
    said: dict[str, Any] = {
        "title": PROBLEMS[str(refusal.status)],
        "status": refusal.status,
        "detail": refusal.detail or PROBLEMS[str(refusal.status)],
    }
    if refusal.faults:
        said["errors"] = [{"pointer": each.pointer, "detail": each.detail} for each in refusal.faults]
    answer = JsonResponse(said, status=refusal.status, content_type=PROBLEM)
    for name, value in refusal.headers.items():
        answer[name] = value
    return answer


def _digest(body: Any) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()

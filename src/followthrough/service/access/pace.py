"""Is it a person who asks? Nobody opens records or sends forms by hand as fast as these limits, for as long as that: so
a machine that uses somebody's session is stopped, and no person is.

Counted in the memory of each process of the server: it costs no question to the database, and two processes let
through twice as much. What was typed comes back with the page that asks to wait. The numbers are our default.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from followthrough.service.access import keeping
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer


@dataclass(frozen=True)
class Limit:
    of: str
    most: int
    within: timedelta


CHILDREN: Final = Limit("different children", 100, timedelta(minutes=10))
SENT: Final = Limit("forms", 60, timedelta(minutes=1))  # a page keeps what is typed twenty times of these
PAGES: Final = Limit("pages", 240, timedelta(minutes=1))
_MOST_COUNTED: Final = 5_000  # people; beyond it those are forgotten who have long stopped

_lock = threading.Lock()
_counted: dict[tuple[str, str], deque[tuple[float, str]]] = {}
_told: dict[tuple[str, str], float] = {}


def check(request: HttpRequest, viewer: Viewer, child_id: str = "") -> HttpResponse | None:
    """The page that asks to wait, for who is faster than people are; None for everybody else."""
    if not settings.FOLLOWTHROUGH_PACE:
        return None
    found = [(PAGES, "")]
    if request.method == "POST":
        found.append((SENT, ""))
    if child_id:
        found.append((CHILDREN, child_id))
    for limit, what in found:
        seconds = _seconds_to_wait(viewer, limit, what)
        if seconds:
            return _wait(request, viewer, limit, seconds)
    return None


def forget() -> None:
    with _lock:
        _counted.clear()
        _told.clear()


def _seconds_to_wait(viewer: Viewer, limit: Limit, what: str) -> int:
    """Counts it, unless it is too much; the same child within the time counts once."""
    now, within = clock.real_now().timestamp(), limit.within.total_seconds()
    with _lock:
        if len(_counted) > _MOST_COUNTED:
            _forget_old(now)
        seen = _counted.setdefault((viewer.practitioner_id, limit.of), deque())
        while seen and now - seen[0][0] >= within:
            seen.popleft()
        if what and any(what == each for _, each in seen):
            return 0
        if len(seen) >= limit.most:
            return max(1, round(within - (now - seen[0][0])))
        seen.append((now, what))
        return 0


def _wait(request: HttpRequest, viewer: Viewer, limit: Limit, seconds: int) -> HttpResponse:
    """Written down once for each time: a machine must not fill the audit."""
    now, key = clock.real_now().timestamp(), (viewer.practitioner_id, limit.of)
    if now - _told.get(key, 0) >= limit.within.total_seconds():
        _told[key] = now
        audit.record_apart("pace", by=viewer, detail={"of": limit.of, "most": limit.most})
    context = {
        "limit": limit,
        "seconds": seconds,
        "minutes": int(limit.within.total_seconds() // 60),
        "fields": list(keeping.fields_of(request)) if request.method == "POST" else [],
        "had_files": bool(request.FILES),
    }
    answer = render(request, "access/too_fast.html", context, status=429)
    answer["Retry-After"] = str(seconds)
    return answer


def _forget_old(now: float) -> None:
    longest = max(each.within.total_seconds() for each in (CHILDREN, SENT, PAGES))
    for key in [key for key, seen in _counted.items() if not seen or now - seen[-1][0] >= longest]:
        del _counted[key]
        _told.pop(key, None)

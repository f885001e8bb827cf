"""How long does a session last, and which sessions has somebody open? Left alone it ends, and so does a long day's; and
so does one that comes from another kind of browser, since its key was taken from where it began.

The session itself says when it began and was last used, so that a page asks nothing more of the database. The
register beside it is for the person, who sees it and can end each; deleting the session is what ends it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import QuerySet
from django.http import HttpRequest

from followthrough.procedures.model.event import Subject
from followthrough.service.access import keeping, telling
from followthrough.service.access.models import OpenSession
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer

_BEGAN, _SEEN, _BROWSER = "began_at", "seen_at", "browser"
_NOTED_EVERY = timedelta(minutes=1)
_LONGEST_NAME = 200
Why = Literal["", "idle", "long", "browser"]


def begin(request: HttpRequest, practitioner: Practitioner) -> None:
    now = clock.real_now()
    request.session[_BEGAN] = request.session[_SEEN] = now.timestamp()
    request.session[_BROWSER] = telling.kind_of_browser(request.headers.get("User-Agent", ""))
    if not request.session.session_key:
        request.session.save()
    OpenSession.objects.update_or_create(
        key=request.session.session_key,
        defaults={
            "practitioner": practitioner,
            "began_at": now,
            "seen_at": now,
            "browser": request.headers.get("User-Agent", "")[:_LONGEST_NAME],
        },
    )


def move(request: HttpRequest, practitioner: Practitioner) -> None:
    """The person goes on in a session with another key: after a new password, for example."""
    OpenSession.objects.filter(key=request.session.session_key).delete()
    update_session_auth_hash(request, practitioner)
    began = request.session.get(_BEGAN)
    begin(request, practitioner)
    request.session[_BEGAN] = began or request.session[_BEGAN]


def is_over(request: HttpRequest) -> Why:
    """Whether it was left alone too long, has lasted longer than any shift, or is used where it did not begin."""
    browser = telling.kind_of_browser(request.headers.get("User-Agent", ""))
    if (request.session.get(_BROWSER) or browser) != browser:
        return "browser"
    now = clock.real_now().timestamp()
    began, seen = request.session.get(_BEGAN, now), request.session.get(_SEEN, now)
    if now - began >= settings.FOLLOWTHROUGH_LONGEST_SESSION.total_seconds():
        return "long"
    return "idle" if now - seen >= settings.FOLLOWTHROUGH_IDLE_AFTER.total_seconds() else ""


def note_use(request: HttpRequest) -> None:
    """Each minute at most."""
    now = clock.real_now()
    seen = request.session.get(_SEEN)
    if seen is not None and now.timestamp() - seen < _NOTED_EVERY.total_seconds():
        return
    request.session.setdefault(_BEGAN, now.timestamp())
    request.session[_SEEN] = now.timestamp()
    if seen is not None:
        OpenSession.objects.filter(key=request.session.session_key).update(seen_at=now)


def end_over(request: HttpRequest, viewer: Viewer, why: Why) -> None:
    """End the session of a request that comes too late, or from elsewhere, and keep what it brings."""
    if request.method == "POST":
        keeping.keep(request, viewer.practitioner_id)
    audit.record("session.ended", by=viewer, detail={"why": why})
    if why == "browser" and isinstance(request.user, Practitioner):
        telling.tell(request.user, telling.OTHER_BROWSER)
    leave(request)


def leave(request: HttpRequest) -> None:
    """The person's own session, here and now."""
    OpenSession.objects.filter(key=request.session.session_key).delete()
    logout(request)


def open_sessions(practitioner_id: str) -> QuerySet[OpenSession]:
    """Those that could still be used, the latest first."""
    return OpenSession.objects.filter(practitioner=practitioner_id, seen_at__gt=_oldest()).order_by("-seen_at")


def end(*, session: OpenSession, by: Viewer, why: str) -> None:
    SessionStore(session.key).delete()
    subject = Subject("practitioner", session.practitioner_id)
    audit.record("session.ended", by=by, subject=subject, detail={"why": why})
    session.delete()


def end_all(*, practitioner: Practitioner, by: Viewer, why: str, but: str | None = None) -> None:
    """Every session of the person; `but` is the key of one that stays."""
    for session in OpenSession.objects.filter(practitioner=practitioner.pk).exclude(key=but or ""):
        end(session=session, by=by, why=why)


def forget_old() -> None:
    OpenSession.objects.filter(seen_at__lte=_oldest()).delete()
    SessionStore.clear_expired()


def _oldest() -> datetime:
    found: datetime = clock.real_now() - settings.FOLLOWTHROUGH_IDLE_AFTER
    return found

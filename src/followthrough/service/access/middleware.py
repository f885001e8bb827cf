"""Under whose eyes, and in which transaction, does a request run?

One transaction a request, with the viewer set in it for row-level security. A response that refuses or fails leaves
nothing behind: whoever wants a refusal remembered writes it apart. A view without an access class is never run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import DatabaseError, transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseForbidden,
    HttpResponseNotAllowed,
    QueryDict,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from psycopg.errors import InsufficientPrivilege

from followthrough.service.access import factors, keeping, pace, policies, reading, routes, sessions
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core import lanes
from followthrough.service.core.viewer import NOBODY, Viewer, acting
from followthrough.service.ledger import rulebook, same

METHODS = ("GET", "HEAD", "POST", "OPTIONS")  # of pages; a package's own views would take PUT for POST


class RefusedByDatabase(HttpResponseForbidden):
    """Stands in until the refused statement is rolled back and the page can be made."""


class ViewerMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        viewer = _viewer_of(request)
        request.viewer = viewer  # type: ignore[attr-defined]
        with acting(viewer or NOBODY):
            rulebook.ask_now_and_then()
            response = self._respond(request)
        if viewer:
            response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")  # no other site shows what is ours
        return response

    def _respond(self, request: HttpRequest) -> HttpResponseBase:
        # The savepoint leaves a sound transaction to make an error page in, whatever the view did.
        with transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
            elif request.method == "POST" and keeping.KEPT in request.POST and request.viewer:  # type: ignore[attr-defined]
                keeping.forget(request.viewer.practitioner_id, request.POST[keeping.KEPT])  # type: ignore[attr-defined]
        return render(request, "403.html", status=403) if isinstance(response, RefusedByDatabase) else response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Sequence[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        access_class = routes.class_of(view)
        if access_class is None:
            raise ImproperlyConfigured(f"{request.path} has no access class: declare it with classed(…).")
        if _is_unreadable(request.path, request.GET, request.POST):
            raise Http404
        if access_class == "system":
            return None
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if access_class == "public":
            return None
        viewer: Viewer | None = request.viewer  # type: ignore[attr-defined]
        if viewer is None:
            back_to = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
            return redirect_to_login(back_to, settings.LOGIN_URL)
        name = request.resolver_match.url_name if request.resolver_match else None
        if name not in factors.OPEN_PAGES and factors.is_missing(request):
            return redirect("mfa_index")
        if access_class == "team" and not viewer.teams:
            raise PermissionDenied
        too_fast = pace.check(request, viewer, str(kwargs["child_id"]) if access_class == "child" else "")
        if too_fast is not None:
            return too_fast
        if access_class == "child":
            return _open(request, viewer, str(kwargs["child_id"]))
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Row-level security has refused a write: that is a refusal, no fault of the service. So it is when all places
        of slow work are taken.
        """
        if isinstance(exception, lanes.Busy):
            answer = render(request, "503.html", status=503)
            answer["Retry-After"] = "60"
            return answer
        is_refusal = isinstance(exception, DatabaseError) and isinstance(exception.__cause__, InsufficientPrivilege)
        return RefusedByDatabase() if is_refusal else None


def _viewer_of(request: HttpRequest) -> Viewer | None:
    """Who asks; nobody, when their session is over."""
    if not request.user.is_authenticated:
        return None
    viewer = viewer_of(request.user)
    why = sessions.is_over(request)
    if why:
        with acting(viewer):
            sessions.end_over(request, viewer, why)
        return None
    sessions.note_use(request)
    return viewer


def _open(request: HttpRequest, viewer: Viewer, child_id: str) -> HttpResponse | None:
    """None when the page may be made. Who works with a child whose record is closed is told so, and whom to ring."""
    try:
        request.danger_until = reading.open_child(viewer, child_id)  # type: ignore[attr-defined]
    except policies.NotVisible:
        told = policies.told(viewer, child_id[: reading.LONGEST_ID])
        if told not in (policies.Told.RESTRICTED, policies.Told.SEALED):
            raise
        return render(request, "access/closed.html", {"told": told.value, "child_id": child_id}, status=403)
    return _to_survivor(request, child_id)


def _to_survivor(request: HttpRequest, child_id: str) -> HttpResponse | None:
    """A record that was found to be another's child's leads there, with whatever was sent to it. For as long as the
    two are one: so nobody's browser may remember it.
    """
    folded = same.folding([child_id])
    request.records = folded  # type: ignore[attr-defined]
    survivor = folded.survivor(child_id)
    if survivor == child_id:
        return None
    match = request.resolver_match
    assert match is not None
    address = reverse(match.view_name, args=match.args, kwargs={**match.kwargs, "child_id": survivor})
    query = request.META.get("QUERY_STRING", "")
    return HttpResponse(status=307, headers={"Location": f"{address}?{query}" if query else address})


def _is_unreadable(path: str, *typed: QueryDict) -> bool:
    """PostgreSQL holds no NUL in a text, so nothing has such a name; asking for it would be a fault of the service."""
    return "\0" in path or any("\0" in value for each in typed for _, values in each.lists() for value in values)

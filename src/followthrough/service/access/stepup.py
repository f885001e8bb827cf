"""Has this person shown within the last minutes who they are? What is grave asks again before it is done.

    @classed("child")
    @needs_step_up
    def break_glass(request, child_id): ...

Whoever signed in just now is not asked. What was typed into a form is kept meanwhile and offered again. Where reading
is not grave but deciding is, `needs_step_up_to_send` asks for the second alone. A test names every route that asks.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from followthrough.service.access import keeping
from followthrough.service.core import clock

FRESH = timedelta(minutes=10)
_PROVED_AT = "proved_at"
View = Callable[..., HttpResponseBase]


def prove(request: HttpRequest) -> None:
    """The person of this session has just shown who they are."""
    request.session[_PROVED_AT] = clock.real_now().timestamp()


def is_fresh(request: HttpRequest) -> bool:
    age = clock.real_now().timestamp() - request.session.get(_PROVED_AT, 0)
    return bool(0 <= age < FRESH.total_seconds())


def needs_step_up(view: View) -> View:
    """The view runs only soon after a proof of identity; else the person is asked for one and comes back to it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if is_fresh(request) else ask(request)

    guarded.asks_again = "always"  # type: ignore[attr-defined]
    return guarded


def needs_step_up_to_send(view: View) -> View:
    """Anybody who may reads the page; what is sent from it counts only soon after a proof of identity."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_sent = request.method not in ("GET", "HEAD")
        return ask(request) if is_sent and not is_fresh(request) else view(request, *args, **kwargs)

    guarded.asks_again = "to send"  # type: ignore[attr-defined]
    return guarded


def ask(request: HttpRequest) -> HttpResponse:
    """To the page that asks for the proof, and from there back."""
    back_to = request.get_full_path()
    if request.method not in ("GET", "HEAD"):
        keeping.keep(request, request.viewer.practitioner_id)  # type: ignore[attr-defined]
        back_to = reverse("access:kept")
    return HttpResponseRedirect(f"{reverse('access:again')}?{urlencode({'next': back_to})}")

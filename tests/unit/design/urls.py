"""The gallery's addresses, and somebody who is signed in, for tests that need no other part of the service."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

urlpatterns = [path("design/", include("followthrough.service.design.urls"))]


def sign_somebody_in(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.user = SimpleNamespace(is_authenticated=True, name="Ruth Adeyemi")  # type: ignore[assignment]
        return get_response(request)

    return middleware

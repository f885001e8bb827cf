"""The gallery's addresses for tests that need no other part of the service."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("design/", include("followthrough.service.design.urls"))]

"""Addresses of a child's household, each below the child's own."""

from __future__ import annotations

from django.urls import path

from followthrough.service.household import views

app_name = "household"
urlpatterns = [
    path("<str:child_id>/household/", views.page, name="page"),
    *(
        path(f"<str:child_id>/household/{what}/", views.change, {"what": what}, name=what)
        for what in ("moved-in", "moved-out", "checked", "related", "described", "moved")
    ),
]

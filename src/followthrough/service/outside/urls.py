"""Addresses of those without an account. What a link opens has an address that leads nowhere by itself."""

from __future__ import annotations

from django.urls import path

from followthrough.service.outside import directory_views, views

app_name = "outside"
urlpatterns = [
    path("open/", views.read, name="read"),
    path("open/receive/", views.receive, name="receive"),
    path("open/act/", views.answer, {"name": "act"}, name="act"),
    path("open/ask/", views.answer, {"name": "ask"}, name="ask"),
    path("open/<str:token>", views.start, name="start"),
    path("organisations/", directory_views.organisations, name="organisations"),
    path("organisations/enter/", directory_views.enter, name="enter"),
    path("organisations/<slug:organisation>/", directory_views.numbers, name="numbers"),
]

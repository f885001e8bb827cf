"""Addresses of a child's open questions, each below the child's own. Ids only."""

from __future__ import annotations

from django.urls import path

from followthrough.service.curiosity import views

app_name = "curiosity"
urlpatterns = [
    path("<str:child_id>/questions/", views.overview, name="overview"),
    path("<str:child_id>/questions/ask/", views.ask, name="ask"),
    path("<str:child_id>/questions/second-reader/", views.reader, name="reader"),
    path("<str:child_id>/questions/second-reader/read/", views.read, name="read"),
    path("<str:child_id>/questions/<str:event_id>/answer/", views.answer, name="answer"),
]

"""Addresses of judgements and strategy discussions of a child. Ids only."""

from __future__ import annotations

from django.urls import path

from followthrough.service.strategy import views

_ONE = "<str:child_id>/strategy/<str:discussion_id>/"
app_name = "strategy"
urlpatterns = [
    path("<str:child_id>/judgement/", views.judge, name="judge"),
    path("<str:child_id>/strategy/", views.overview, name="overview"),
    path("<str:child_id>/strategy/call/", views.call, name="call"),
    path(_ONE, views.discussion, name="discussion"),
    path(f"{_ONE}hold/", views.hold, name="hold"),
    path(f"{_ONE}answer/<str:agency_key>/", views.answer, name="answer"),
    path(f"{_ONE}understood/team/<slug:team_slug>/", views.understood_by_team, name="understood-by-team"),
    path(f"{_ONE}understood/<str:agency_key>/<int:who>/", views.understood, name="understood-by"),
    path(f"{_ONE}understood/<str:agency_key>/", views.understood, name="understood"),
]

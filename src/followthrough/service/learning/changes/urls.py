"""Addresses of changes of the rulebook. A reference says nothing of what it is about."""

from __future__ import annotations

from django.urls import path

from followthrough.service.learning.changes import views

app_name = "changes"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("propose/", views.begin, name="begin"),
    path("propose/<slug:what>/<slug:name>/", views.propose, name="propose"),
    path("<str:proposal_id>/", views.proposal, name="proposal"),
    path("<str:proposal_id>/replay/", views.replay, name="replay"),
    path("<str:proposal_id>/case/", views.over_case, name="case"),
    path("<str:proposal_id>/file/", views.as_file, name="file"),
    path("<str:proposal_id>/agree/", views.decide, {"how": "agree"}, name="agree"),
    path("<str:proposal_id>/refuse/", views.decide, {"how": "refuse"}, name="refuse"),
    path("<str:proposal_id>/withdraw/", views.decide, {"how": "withdraw"}, name="withdraw"),
]

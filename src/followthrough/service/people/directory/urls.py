"""Addresses of the directory."""

from __future__ import annotations

from django.urls import path

from followthrough.service.people.directory import views
from followthrough.service.people.first import views as first

app_name = "directory"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("add/", views.add, name="add"),
    path("of/<slug:agency_key>/", views.agency, name="agency"),
    path("of/<slug:agency_key>/administrator/", first.name, name="name-administrator"),
    path("administrators/<str:nomination_id>/", first.decide, name="administrator"),
    path("of/<slug:agency_key>/change/", views.change, name="change"),
    path("of/<slug:agency_key>/checked/", views.agency_checked, name="agency-checked"),
    path("of/<slug:agency_key>/add-team/", views.add_team, name="add-team"),
    path("of/<slug:agency_key>/team/<slug:team_slug>/", views.change_team, name="change-team"),
    path("of/<slug:agency_key>/team/<slug:team_slug>/checked/", views.checked, name="checked"),
]

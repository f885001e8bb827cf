"""Addresses of an agency's own list."""

from __future__ import annotations

from django.urls import path

from followthrough.service.caseload import case_views, views

app_name = "caseload"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("set-up/", views.set_up, name="set-up"),
    path("files/", views.bring, name="bring"),
    path("files/<str:delivery_id>/", views.file, name="file"),
    path("<str:case_id>/", case_views.case, name="case"),
    path("<str:case_id>/match/", case_views.match, name="match"),
    path("<str:case_id>/unmatch/", case_views.unmatch, name="unmatch"),
    path("<str:case_id>/keep/", case_views.keep, name="keep"),
]

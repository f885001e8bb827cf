"""Addresses of decisions about a child. Ids only."""

from __future__ import annotations

from django.urls import path

from followthrough.service.decisions import views

app_name = "decisions"
urlpatterns = [
    path("<str:child_id>/decisions/", views.overview, name="overview"),
    path("<str:child_id>/decisions/history/", views.review, name="review"),
    path("<str:child_id>/decisions/referrals/<str:event_id>/", views.decide, name="decide"),
    path("<str:child_id>/decisions/cases/<str:event_id>/", views.close, name="close"),
    path("<str:child_id>/decisions/ending/<str:event_id>/", views.end, name="end"),
    path("<str:child_id>/decisions/waiting/<str:event_id>/", views.sign, name="sign"),
]

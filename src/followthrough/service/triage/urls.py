"""Addresses of alerts: a number of their own, which names no child."""

from __future__ import annotations

from django.urls import path

from followthrough.service.triage import views

app_name = "triage"
urlpatterns = [
    path("<str:alert_id>/", views.alert, name="alert"),
    path("<str:alert_id>/bring/", views.bring, name="bring"),
    path("<str:alert_id>/leave/", views.leave, name="leave"),
]

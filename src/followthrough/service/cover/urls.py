"""Addresses of cover: a period's key is its first day."""

from __future__ import annotations

from django.urls import path

from followthrough.service.cover.views import assurance as views

app_name = "cover"
urlpatterns = [
    path("", views.periods, name="periods"),
    path("<str:period_key>/", views.report, name="report"),
    path("<str:period_key>/report.pdf", views.report_pdf, name="report-pdf"),
    path("<str:period_key>/sign/", views.sign, name="sign"),
]

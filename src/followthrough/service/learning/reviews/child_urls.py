"""Addresses of what comes before a review, each below the child’s own."""

from __future__ import annotations

from django.urls import path

from followthrough.service.learning.reviews.views import incidents

app_name = "incidents"
urlpatterns = [
    path("<str:child_id>/serious-incidents/", incidents.overview, name="overview"),
    path("<str:child_id>/serious-incidents/put-forward/", incidents.put_forward, name="put-forward"),
    path("<str:child_id>/serious-incidents/harm/", incidents.harm, name="harm"),
    path("<str:child_id>/serious-incidents/<str:incident_key>/<slug:step>/", incidents.step, name="step"),
]

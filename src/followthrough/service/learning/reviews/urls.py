"""Addresses of reviews. Ids only; an address tells nothing of a child."""

from __future__ import annotations

from django.urls import path

from followthrough.service.learning.reviews.views import findings, reviews

app_name = "reviews"
urlpatterns = [
    path("", reviews.overview, name="overview"),
    path("<str:review_id>/", reviews.review, name="review"),
    path("<str:review_id>/findings/", findings.findings, name="findings"),
    path("<str:review_id>/findings/write/", findings.write, name="find"),
    path("<str:review_id>/findings/<str:finding_id>/take-back/", findings.take_back, name="take-back"),
]

"""Addresses of those who answer for information, and of who may look and has looked at a child."""

from __future__ import annotations

from django.urls import path

from followthrough.service.governance import views

app_name = "governance"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("looks/<str:key>/", views.review, name="review"),
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/enter/", views.enter_agreement, name="enter-agreement"),
    path("agreements/<int:agreement_id>/end/", views.end_agreement, name="end-agreement"),
    path("children/<str:child_id>/", views.who, name="who"),
    path("looked/<str:child_id>/", views.looked, name="looked"),
]

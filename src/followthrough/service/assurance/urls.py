"""Addresses of the procedures, as the partnership has adopted them, and of what became of all that was shared."""

from __future__ import annotations

from django.urls import path

from followthrough.service.assurance import views

app_name = "assurance"
urlpatterns = [
    path("rules/", views.procedures, name="procedures"),
    path("rules/<slug:procedure_id>/", views.procedure, name="procedure"),
    path("followed/", views.followed, name="followed"),
]

"""Addresses of the procedures, as the partnership has adopted them."""

from __future__ import annotations

from django.urls import path

from followthrough.service.assurance import views

app_name = "assurance"
urlpatterns = [
    path("", views.procedures, name="procedures"),
    path("<slug:procedure_id>/", views.procedure, name="procedure"),
]

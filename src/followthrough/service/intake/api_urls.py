"""Addresses for other systems."""

from __future__ import annotations

from django.urls import path

from followthrough.service.intake import api, system_views

app_name = "api"
urlpatterns = [
    path("items/", api.items, name="items"),
    path("openapi.json", system_views.openapi, name="openapi"),
]

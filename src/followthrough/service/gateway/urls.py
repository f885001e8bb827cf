"""Addresses that other systems call."""

from __future__ import annotations

from django.urls import path

from followthrough.service.gateway import views

app_name = "gateway"
urlpatterns = [path("notify/status/", views.status, name="notify-status")]

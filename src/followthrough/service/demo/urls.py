"""Addresses of the demo's clock."""

from __future__ import annotations

from django.urls import path

from followthrough.service.demo import views

app_name = "demo"
urlpatterns = [path("clock/", views.move, name="move")]

"""Cover as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CoverConfig(AppConfig):
    name = "followthrough.service.cover"
    label = "cover"
    verbose_name = "Cover"

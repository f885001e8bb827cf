"""Core as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Core(AppConfig):
    name = "followthrough.service.core"
    label = "core"
    verbose_name = "Core"

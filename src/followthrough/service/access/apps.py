"""Registers the app that decides who may see what."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "followthrough.service.access"
    label = "access"
    verbose_name = "Access"

    def ready(self) -> None:
        from followthrough.service.access import signals  # noqa: F401  its receivers listen from now on

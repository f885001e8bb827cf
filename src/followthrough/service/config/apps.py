"""The settings' own app: it has no tables, only the checks that run before the service starts."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "followthrough.service.config"
    label = "config"
    verbose_name = "Configuration"

    def ready(self) -> None:
        # Registering is the import's effect, and must wait until every app is loaded.
        from followthrough.service.config import checks  # noqa: F401

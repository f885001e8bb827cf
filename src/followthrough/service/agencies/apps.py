"""Registers the app of agencies, teams and practitioners."""

from __future__ import annotations

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "followthrough.service.agencies"
    label = "agencies"
    verbose_name = "Agencies"

    def ready(self) -> None:
        # Registering is the import's effect, and must wait until every app is loaded.
        from followthrough.service.agencies import checks  # noqa: F401

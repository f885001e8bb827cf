"""The ledger as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Ledger(AppConfig):
    name = "followthrough.service.ledger"
    label = "ledger"
    verbose_name = "Ledger"

    def ready(self) -> None:
        # Registering is the import's effect, and must wait until every app is loaded.
        from followthrough.service.ledger import checks  # noqa: F401

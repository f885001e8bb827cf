"""The ledger as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Ledger(AppConfig):
    name = "followthrough.service.ledger"
    label = "ledger"
    verbose_name = "Ledger"

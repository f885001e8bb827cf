"""Information governance as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "followthrough.service.governance"
    label = "governance"
    verbose_name = "Information governance"

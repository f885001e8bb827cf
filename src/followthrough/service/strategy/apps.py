from __future__ import annotations

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    """Strategy discussions."""

    name = "followthrough.service.strategy"
    label = "strategy"

from __future__ import annotations

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """Decisions and who signs them."""

    name = "followthrough.service.decisions"
    label = "decisions"

from __future__ import annotations

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    """What reviews ask of agencies and groups, and what came of it."""

    name = "followthrough.service.learning.recommendations"
    label = "recommendations"

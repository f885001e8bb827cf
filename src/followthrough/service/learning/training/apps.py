from __future__ import annotations

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """The programme of training: courses from recommendations, sessions, registers, reach and what came of it."""

    name = "followthrough.service.learning.training"
    label = "training"

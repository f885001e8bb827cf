from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Mail, files and messages of other systems."""

    name = "followthrough.service.intake"
    label = "intake"

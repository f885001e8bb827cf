from __future__ import annotations

from django.apps import AppConfig


class InjuriesConfig(AppConfig):
    """Injuries and body maps."""

    name = "followthrough.service.injuries"
    label = "injuries"

from __future__ import annotations

from django.apps import AppConfig


class CopiesConfig(AppConfig):
    """Copies for agencies' own systems."""

    name = "followthrough.service.copies"
    label = "copies"

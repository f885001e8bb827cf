from __future__ import annotations

from django.apps import AppConfig


class CuriosityConfig(AppConfig):
    """Open questions about a child, each with who answers it, and who reads the case besides its worker."""

    name = "followthrough.service.curiosity"
    label = "curiosity"

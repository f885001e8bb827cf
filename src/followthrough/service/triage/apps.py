from __future__ import annotations

from django.apps import AppConfig


class TriageConfig(AppConfig):
    """Alerts that lie in pieces with several agencies."""

    name = "followthrough.service.triage"
    label = "triage"

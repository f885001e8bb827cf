from __future__ import annotations

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """What agencies say of themselves under section 11, and cases that are read together, drawn by chance."""

    name = "followthrough.service.learning.audits"
    label = "audits"

from __future__ import annotations

from django.apps import AppConfig


class CaseloadConfig(AppConfig):
    """Nightly lists of agencies' own case systems."""

    name = "followthrough.service.caseload"
    label = "caseload"

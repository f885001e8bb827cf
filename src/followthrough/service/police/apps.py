from __future__ import annotations

from django.apps import AppConfig


class PoliceConfig(AppConfig):
    """The pages of police attendances and Vulnerable Child forms."""

    name = "followthrough.service.police"
    label = "police"

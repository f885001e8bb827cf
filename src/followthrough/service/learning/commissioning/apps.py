from __future__ import annotations

from django.apps import AppConfig


class CommissioningConfig(AppConfig):
    """Unmet need, waits and coordination by tier, and case examples without names for those who pay for services."""

    name = "followthrough.service.learning.commissioning"
    label = "commissioning"

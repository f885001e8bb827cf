from __future__ import annotations

from django.apps import AppConfig


class HouseholdConfig(AppConfig):
    """The household's page, and the pages that write down what changes there."""

    name = "followthrough.service.household"
    label = "household"

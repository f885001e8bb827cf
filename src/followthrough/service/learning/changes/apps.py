from __future__ import annotations

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """Changes of the rulebook: proposed, tested over past histories, agreed by two people, in force from a day."""

    name = "followthrough.service.learning.changes"
    label = "changes"

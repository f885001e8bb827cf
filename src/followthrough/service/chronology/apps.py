"""The chronology as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ChronologyConfig(AppConfig):
    name = "followthrough.service.chronology"
    label = "chronology"
    verbose_name = "Chronology"

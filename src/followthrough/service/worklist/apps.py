"""The work list as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class WorklistConfig(AppConfig):
    name = "followthrough.service.worklist"
    label = "worklist"
    verbose_name = "Work list"

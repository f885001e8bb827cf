from __future__ import annotations

from django.apps import AppConfig


class OutOfHoursConfig(AppConfig):
    name = "followthrough.service.outofhours"
    label = "outofhours"

"""Registers the example partnership, and keeps it out of production."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

ALLOWED = ("demo", "test")


class DemoConfig(AppConfig):
    name = "followthrough.service.demo"
    label = "demo"
    verbose_name = "Example partnership"

    def ready(self) -> None:
        module = str(settings.SETTINGS_MODULE)
        if module.rpartition(".")[2] not in ALLOWED:
            raise ImproperlyConfigured(
                f"The example partnership is installed under {module}. It holds known passwords and a clock that "
                "anybody may move: take it out of INSTALLED_APPS."
            )

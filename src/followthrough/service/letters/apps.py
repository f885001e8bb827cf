"""Letters as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "followthrough.service.letters"
    label = "letters"
    verbose_name = "Letters"

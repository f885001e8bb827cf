"""Sharing as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Sharing(AppConfig):
    name = "followthrough.service.sharing"
    label = "sharing"
    verbose_name = "Sharing"

"""Recipients without an account as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class OutsideConfig(AppConfig):
    name = "followthrough.service.outside"
    label = "outside"
    verbose_name = "Recipients without an account"

"""Attachments as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Attachments(AppConfig):
    name = "followthrough.service.attachments"
    label = "attachments"
    verbose_name = "Attachments"

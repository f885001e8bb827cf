"""Retention as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "followthrough.service.retention"
    label = "retention"
    verbose_name = "How long records are kept"

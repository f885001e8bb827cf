"""Registers the app that merges records of one child."""

from __future__ import annotations

from django.apps import AppConfig


class MergingConfig(AppConfig):
    name = "followthrough.service.merging"
    label = "merging"
    verbose_name = "Merging"

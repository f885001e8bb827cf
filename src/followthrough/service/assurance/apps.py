"""Assurance as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    name = "followthrough.service.assurance"
    label = "assurance"
    verbose_name = "Assurance"

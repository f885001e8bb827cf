"""Registers the design system; what it offers stands in `forms`, `components` and `templatetags`."""

from __future__ import annotations

from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "followthrough.service.design"
    label = "design"

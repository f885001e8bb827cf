"""Registers the app of children and households."""

from __future__ import annotations

from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "followthrough.service.children"
    label = "children"
    verbose_name = "Children"

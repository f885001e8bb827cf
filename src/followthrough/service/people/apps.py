"""Registers the app for an agency's own people."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "followthrough.service.people"
    label = "people"
    verbose_name = "People"

"""Registers the app of agencies, teams and practitioners."""

from __future__ import annotations

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "followthrough.service.agencies"
    label = "agencies"
    verbose_name = "Agencies"

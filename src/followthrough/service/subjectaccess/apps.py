"""Requests to see a record as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class SubjectAccessConfig(AppConfig):
    name = "followthrough.service.subjectaccess"
    label = "subjectaccess"
    verbose_name = "Requests to see a record"

"""The design system stands alone: no other part fills its pages here, and no database is asked."""

from __future__ import annotations

import copy

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def only_our_own_context(settings: Settings) -> None:
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["context_processors"] = [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]
    settings.TEMPLATES = templates

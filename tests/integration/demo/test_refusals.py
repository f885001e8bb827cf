"""The demo cannot exist outside the demo."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings


@pytest.mark.parametrize("module", ["followthrough.service.config.settings.production", "wealdshire.settings", ""])
def test_it_refuses_to_start_under_other_settings(module: str) -> None:
    with override_settings(SETTINGS_MODULE=module), pytest.raises(ImproperlyConfigured, match="take it out"):
        apps.get_app_config("demo").ready()


@pytest.mark.parametrize("name", ["demo", "test"])
def test_it_starts_under_its_own(name: str) -> None:
    with override_settings(SETTINGS_MODULE=f"followthrough.service.config.settings.{name}"):
        assert apps.get_app_config("demo").ready() is None

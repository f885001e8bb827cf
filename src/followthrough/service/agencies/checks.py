"""Is anybody of the example partnership here where they must not be? Their password is known to everybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from followthrough.service.agencies import DEMO_ADDRESS
from followthrough.service.agencies.models import Practitioner


@register(Tags.database)
def no_demo_people_outside_the_demo(databases: Sequence[str] | None, **_: Any) -> list[CheckMessage]:
    if not databases or "default" not in databases or apps.is_installed("followthrough.service.demo"):
        return []
    if Practitioner._meta.db_table not in connections["default"].introspection.table_names():
        return []  # before the first migration
    found = Practitioner.objects.filter(email__endswith=DEMO_ADDRESS, is_active=True).count()
    return [_error(found)] if found else []


def _error(found: int) -> CheckMessage:
    return Error(
        f"{found} people of the example partnership can sign in here, with a password that is printed.",
        hint="Never load the demo into a real database: begin with a new one.",
        id="agencies.E001",
    )

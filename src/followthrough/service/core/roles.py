"""What are the database's roles called? Migrations and the ledger ask; who makes them is set-up's matter."""

from __future__ import annotations

from django.conf import settings

_NAMES = {
    "owner": "followthrough_owner",
    "application": "followthrough_app",
    "assessor": "followthrough_assessor",
    "exporter": "followthrough_exporter",
}


def name(role: str) -> str:
    """`role` is owner, application, assessor or exporter. FOLLOWTHROUGH_ROLES may give other names."""
    given: dict[str, str] = getattr(settings, "FOLLOWTHROUGH_ROLES", {})
    return {**_NAMES, **given}[role]

from __future__ import annotations

from django.apps import AppConfig


class SightConfig(AppConfig):
    """Children by when they were last seen, and the short pages that write down how a visit went."""

    name = "followthrough.service.sight"
    label = "sight"

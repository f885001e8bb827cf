"""How does a command get Django, with its database running?"""

from __future__ import annotations

import django

from followthrough.service.config.addresses import start_embedded
from followthrough.service.config.environment import choose_settings


def make_ready(*, needs_database: bool = True) -> None:
    """Start the embedded database if it is ours and stopped, and load the apps."""
    if needs_database:
        start_embedded()
    choose_settings()
    django.setup()

"""Which settings hold for this process: the demo's, the tests' or production's?

FOLLOWTHROUGH_ENVIRONMENT says. Unsaid, the embedded database means the demo, and a database that was given
means production, the strictest.
"""

from __future__ import annotations

import os

from followthrough.service.config.addresses import is_embedded
from followthrough.service.config.embedded import CannotRun

ENVIRONMENTS = ("demo", "test", "production")


def environment() -> str:
    name = os.environ.get("FOLLOWTHROUGH_ENVIRONMENT") or ("demo" if is_embedded() else "production")
    if name not in ENVIRONMENTS:
        raise CannotRun(f"FOLLOWTHROUGH_ENVIRONMENT is {name!r}; it can be {', '.join(ENVIRONMENTS)}.")
    return name


def choose_settings() -> None:
    """Tell Django which settings to read, unless DJANGO_SETTINGS_MODULE has said so already."""
    module = f"followthrough.service.config.settings.{environment()}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", module)

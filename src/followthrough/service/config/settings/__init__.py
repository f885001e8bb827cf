"""Which settings hold? Those of FOLLOWTHROUGH_ENVIRONMENT: demo, test or production.

Unsaid, an embedded database means the demo; a database that somebody gave means production, the strictest.
"""

from __future__ import annotations

import importlib
import os

from followthrough.service.config.addresses import is_embedded

ENVIRONMENTS = ("demo", "test", "production")


def environment() -> str:
    name = os.environ.get("FOLLOWTHROUGH_ENVIRONMENT") or ("demo" if is_embedded() else "production")
    if name not in ENVIRONMENTS:
        raise SystemExit(f"FOLLOWTHROUGH_ENVIRONMENT is {name!r}; it can be {', '.join(ENVIRONMENTS)}.")
    return name


_chosen = importlib.import_module(f"{__name__}.{environment()}")
globals().update({name: value for name, value in vars(_chosen).items() if name.isupper()})

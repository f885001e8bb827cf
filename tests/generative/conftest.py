"""How many histories: few on every run, thousands in `make proof`."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("few", max_examples=40, deadline=None)
settings.register_profile("proof", max_examples=1500, deadline=None, database=None)
settings.load_profile("few")

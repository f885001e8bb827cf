"""How does a log that nobody here made become histories? XES or CSV, read in a stream through a mapping."""

from __future__ import annotations

"""What would the rulebook have asked of everybody? A store of histories replayed on any engine."""

from __future__ import annotations

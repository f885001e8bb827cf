"""What would the rulebook have asked in a story? A history told as duties, signals and gaps: no Django, no database."""

from __future__ import annotations

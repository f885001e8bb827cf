"""What would a changed rulebook have asked for? Two answers to the same histories, compared row by row."""

from __future__ import annotations

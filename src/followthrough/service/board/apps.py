from __future__ import annotations

from django.apps import AppConfig


class BoardConfig(AppConfig):
    """The Board’s view: how well the partnership follows through, and the report of each quarter."""

    name = "followthrough.service.board"
    label = "board"

"""A mailbox that could not be read, or not to its end."""

from __future__ import annotations

from followthrough.service.intake.models import Trouble


class Unread(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.label)
        self.trouble = trouble

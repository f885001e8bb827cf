"""A day and, where it is known, a time: a person often knows only the day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from followthrough.service.design.forms.moments import DATE_PARTS, DateTimeField, Part, PartsInput, read_date
from followthrough.service.design.forms.parts import Problem

_PARTS = (*DATE_PARTS, Part("time", "Time, if known", 5, "text"))


class DayOrTimeField(DateTimeField):
    """Gives a date where no time was typed, else an aware instant."""

    parts = _PARTS

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=PartsInput(_PARTS), **kwargs)

    def read(self, typed: dict[str, str]) -> dt.date | dt.datetime | Problem | None:
        if typed.get("time"):
            return super().read(typed)
        return read_date(typed, self.name) if any(typed.values()) else None

"""Fields for a date, and for a date with a time, typed into separate boxes. `parts` does the reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from followthrough.service.design.dates import LONDON
from followthrough.service.design.forms.fields import Looks
from followthrough.service.design.forms.parts import Problem, read_date, read_instant, read_time


@dataclass(frozen=True)
class Part:
    name: str
    label: str
    width: int
    inputmode: str = "numeric"


DATE_PARTS = (Part("day", "Day", 2), Part("month", "Month", 2), Part("year", "Year", 4))
TIME_PART = Part("time", "Time", 5, "text")


class PartsInput(forms.Widget):
    """Labelled boxes for one answer: box `day` of field `seen` is named `seen_day`, its id `id_seen_day`."""

    template_name = "forms/parts.html"
    use_fieldset = True

    def __init__(self, parts: tuple[Part, ...] = DATE_PARTS, attrs: dict[str, Any] | None = None) -> None:
        self.parts = parts
        super().__init__(attrs)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        return {part.name: (data.get(f"{name}_{part.name}") or "").strip() for part in self.parts}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}_{part.name}" in data for part in self.parts)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_{self.parts[0].name}" if id_ else ""

    def boxes(self, name: str, value: Any, id_: str, bad: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        typed = typed_parts(value)
        return [
            {
                "part": part,
                "name": f"{name}_{part.name}",
                "id": f"{id_}_{part.name}",
                "value": typed.get(part.name, ""),
                "is_bad": part.name in bad,
            }
            for part in self.parts
        ]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return context | {"boxes": self.boxes(name, value, context["widget"]["attrs"].get("id", f"id_{name}"))}


def typed_parts(value: Any) -> dict[str, str]:
    """A stored date or instant as a person would have typed it; what was typed comes back as it was."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, dt.datetime):
        value = value.astimezone(LONDON)
        return typed_parts(value.date()) | {"time": f"{value:%H:%M}"}
    if isinstance(value, dt.date):
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
    return {}


class DateField(Looks, forms.Field):
    """A day in three boxes. `name` begins its error sentences and is the label where none is given."""

    parts: tuple[Part, ...] = DATE_PARTS

    def __init__(self, *args: Any, name: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", PartsInput(self.parts))
        super().__init__(*args, **kwargs)
        self.name = name or str(self.label or "The date").rstrip("?")

    def read(self, typed: dict[str, str]) -> dt.date | dt.datetime | Problem | None:
        return read_date(typed, self.name) if any(typed.values()) else None

    def bad_parts(self, value: Any) -> tuple[str, ...]:
        """The boxes to mark: those of the mistake, or all of them where the whole answer is refused."""
        answer = self.read(typed_parts(value))
        return answer.parts if isinstance(answer, Problem) else tuple(part.name for part in self.parts)

    def to_python(self, value: Any) -> dt.date | dt.datetime | None:
        answer = self.read(typed_parts(value))
        if isinstance(answer, Problem):
            raise forms.ValidationError(answer.message, code="invalid")
        return answer

    def has_changed(self, initial: Any, data: Any) -> bool:
        before, after = typed_parts(initial), typed_parts(data)
        return any(before.get(part.name, "") != after.get(part.name, "") for part in self.parts)


class DateTimeField(DateField):
    """A day and a time in London; gives an aware instant."""

    parts = (*DATE_PARTS, TIME_PART)

    def read(self, typed: dict[str, str]) -> dt.date | dt.datetime | Problem | None:
        if not any(typed.values()):
            return None
        day = read_date(typed, self.name)
        if isinstance(day, Problem):
            return day
        time = read_time(typed.get("time", ""), self.name)
        return time if isinstance(time, Problem) else read_instant(day, time, self.name)

"""What is asked when somebody writes a finding?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from followthrough.service.chronology.queries import Chronicle
from followthrough.service.design.forms import Choice, Form, LongTextField, RadiosField, SelectField, TextField
from followthrough.service.learning.reviews.models import Side

MOST = 2000
NEW = "new"
_NUMBERS = "Enter the numbers of entries with commas between them, for example 12, 14"
_NOTHING = "Enter the numbers of the entries that it rests on, or say below why no entry shows it"


class FindingForm(Form):
    side = RadiosField(
        label="Which side is it?",
        required_message="Select good practice or learning point",
        choices=[
            Choice(Side.GOOD, "Good practice", "What worked, and others should do as well"),
            Choice(Side.LEARNING, "Learning point", "What has to change, about the work and never about a person"),
        ],
    )
    theme = SelectField(label="Theme", required_message="Select a theme", help_text="Used again in review after review")
    new_theme = TextField(label="New theme, if none of these fits", required=False, marks_optional=False, max_length=60)
    words = LongTextField(
        label="What did you find?",
        required_message="Enter what you found",
        rows=4,
        max_length=MOST,
        help_text="In your own words, without a name, a place or a date that gives the child away.",
    )
    child = SelectField(label="Which child is it about?", required=False)
    entries = TextField(
        label="Numbers of the entries that it rests on",
        required=False,
        max_length=200,
        help_text="As in the chronology under review of this child. For example, 12, 14",
    )
    without_entry = LongTextField(
        label="If no entry shows it: why?",
        required=False,
        marks_optional=False,
        rows=2,
        max_length=MOST,
        help_text="What nobody wrote down can be a finding too. Say where you looked, or who told you.",
    )

    def __init__(self, *args: Any, themes: Sequence[str], children: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(each, each) for each in themes]
        self.fields["theme"].choices = [("", "Select a theme"), *known, (NEW, "A new theme")]  # type: ignore[attr-defined]
        self.fields["child"].choices = [("", "All of them, or none in particular"), *children]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("theme") == NEW and not said.get("new_theme"):
            self.add_error("new_theme", "Enter the new theme")
        if said.get("entries") and not said.get("child"):
            self.add_error("child", "Select the child whose entries these are")
        numbers = [each.strip() for each in said.get("entries", "").split(",") if each.strip()]
        if not all(each.isdecimal() for each in numbers):
            self.add_error("entries", _NUMBERS)
        elif not numbers and not said.get("without_entry") and "entries" not in self.errors:
            self.add_error("entries", _NOTHING)
        return {**said, "numbers": numbers}

    @property
    def theme_title(self) -> str:
        said = self.cleaned_data
        return str(said["new_theme"] if said["theme"] == NEW else said["theme"])

    def cited(self, told: Chronicle) -> list[str] | None:
        """The ids of the entries whose numbers were typed. None, with the error said, where one is not there."""
        by_number = {each.number: each.root for each in told.entries}
        missing = [each for each in self.cleaned_data["numbers"] if each not in by_number]
        if missing:
            self.add_error("entries", f"There is no entry with the number {missing[0]} that you can read")
            return None
        return [by_number[each] for each in self.cleaned_data["numbers"]]

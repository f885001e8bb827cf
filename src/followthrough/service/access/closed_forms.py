"""What is asked of whoever opens a record in danger, reviews that, or closes a record?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from followthrough.service.access.models import Danger, Level
from followthrough.service.core import clock
from followthrough.service.design.dates import LONDON
from followthrough.service.design.forms import CheckboxesField, Choice, DateField, Form, LongTextField, RadiosField

LONGEST = timedelta(days=183)  # a default of ours: closed for longer without a look, a record is closed by habit


def _name_and_hint(level: Level) -> tuple[str, str]:
    name, _, hint = level.label.partition(": ")
    return name, f"{hint[0].upper()}{hint[1:]}."


class DangerForm(Form):
    danger = RadiosField(
        label="What is the danger?",
        choices=[Choice(each.value, each.label) for each in Danger],
        required_message="Choose what the danger is",
    )
    words = LongTextField(
        label="What do you need to know, and why?",
        required_message="Say what you need to know, and why",
        rows=3,
        max_length=1000,
    )


class OpeningReviewForm(Form):
    outcome = RadiosField(
        label="What did you find out?",
        choices=[
            Choice("right", "It was right to open it"),
            Choice("asked", "I have asked their manager"),
            Choice("wrong", "It was not right: passed on"),
        ],
        required_message="Choose what you found out",
    )
    words = LongTextField(
        label="How do you know?",
        required_message="Say how you know",
        rows=3,
        max_length=1000,
        help_text="Name no child here. Whom you asked, and what they said.",
    )


class CloseForm(Form):
    level = RadiosField(
        label="How far is the record closed?",
        choices=[Choice(each.value, *_name_and_hint(each)) for each in Level],
        required_message="Choose how far the record is closed",
    )
    names = CheckboxesField(
        label="Who may still read it?",
        choices=[],
        required=False,
        marks_optional=False,
        help_text="You can always read it yourself. These people can read it now.",
    )
    reason = LongTextField(label="Why?", required_message="Say why the record is closed", rows=3, max_length=1000)
    review_by = DateField(
        label="By when is this looked at again?",
        required_message="Say by when this is looked at again",
        help_text="At most six months from today.",
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["names"]
        field.choices = people

    def clean_review_by(self) -> date:
        day: date = self.cleaned_data["review_by"]
        today = clock.now().astimezone(LONDON).date()
        if not today < day <= today + LONGEST:
            raise ValidationError("Choose a day after today, and within six months")
        return day

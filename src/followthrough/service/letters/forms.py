"""How was it passed on; how do I want to be told; what may my team choose?"""

from __future__ import annotations

from typing import Any

from followthrough.service.agencies.models import Bounds
from followthrough.service.design.forms import CheckboxesField, Choice, Form, RadiosField

MEANS = {"telephone": "By telephone", "in person": "In person", "other": "Another way"}


class PassedOnForm(Form):
    means = RadiosField(
        label="How did you pass it on?",
        choices=[Choice(value, words) for value, words in MEANS.items()],
        required_message="Choose how you passed it on",
    )


class ChoiceForm(Form):
    by = CheckboxesField(
        label="How shall we tell you of what is urgent?",
        help_text="Choose one or both. What can wait comes by e-mail, twice a day.",
        choices=[
            Choice("email", "By e-mail"),
            Choice("text", "By text", hint="To your mobile in the directory"),
        ],
        required_message="Choose e-mail, text or both",
    )


class BoundsForm(Form):
    bounds = RadiosField(
        label="What may its people choose?",
        choices=[Choice(each.value, each.label) for each in Bounds],
        required_message="Choose what they may choose",
    )

    def __init__(self, *args: Any, team: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["bounds"].label = f"What may people of {team} choose?"

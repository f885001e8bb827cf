"""What is asked of whoever writes a case example, releases one, or answers it?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from followthrough.service.design.forms import (
    Choice,
    Form,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    TickField,
)
from followthrough.service.learning.commissioning.models import PARTS, Tier

MOST = 3000
_HINTS = {
    "needed": "For example, somebody to talk to within days, and one person who holds it together",
    "happened": "In order. Say “the school”, “the GP”, “a social worker”, and no name",
    "missing": "For example, each service thought that another had the child",
    "led_to": "",
    "would_help": "What could be bought, joined up or changed",
}


class ExampleForm(Form):
    title = TextField(
        label="Title",
        max_length=120,
        required_message="Enter a title",
        help_text="For example, Nobody held it together",
    )
    tier = RadiosField(
        label="Which help was missing?",
        choices=[Choice(str(value), label) for value, label in Tier.choices],
        required_message="Select which help was missing",
    )
    commissioner = SelectField(label="Who pays for it?", required_message="Select who pays for it")

    def __init__(self, *args: Any, commissioners: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commissioner"].choices = list(commissioners)  # type: ignore[attr-defined]
        for name, label in PARTS.items():
            self.fields[name] = LongTextField(
                label=label, required_message=f"Say: {label.lower()}", rows=4, max_length=MOST, help_text=_HINTS[name]
            )

    @property
    def said(self) -> dict[str, Any]:
        """As the actions take it."""
        held = dict(self.cleaned_data)
        words = {name: held.pop(name) for name in PARTS}
        return {**held, "tier": int(held["tier"]), "words": words}


class ChangeForm(ExampleForm):
    stays_because = LongTextField(
        label="If something stays that could give the child away, why may it stay?",
        required=False,
        rows=3,
        max_length=MOST,
        help_text="Names and places can never stay",
    )


class ReleaseForm(Form):
    has_read = TickField(
        label="I have read all of it, and nobody can tell from it who the child is",
        required_message="Tick that you have read it and that nobody can be known from it",
    )


class ReplyForm(Form):
    words = LongTextField(
        label="What will change, and by when?",
        required_message="Say what will change, and by when",
        rows=5,
        max_length=MOST,
    )

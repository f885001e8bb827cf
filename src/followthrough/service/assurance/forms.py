"""What does the board write down about a procedure? How it stands from now on, and why."""

from __future__ import annotations

from followthrough.service.design.forms import Choice, Form, LongTextField, RadiosField
from followthrough.service.ledger.models import Adoption

HINTS = {
    Adoption.ON: "Its duties are asked for. Nobody is told of what was due before now.",
    Adoption.SHADOW: "Nobody is asked for anything. You can see what it would bring.",
    Adoption.OFF: "It is not worked out at all.",
}


class DecideForm(Form):
    stance = RadiosField(
        label="What has the board decided?",
        choices=[Choice(each.value, each.label, hint=HINTS[each]) for each in reversed(Adoption)],
        required_message="Choose on, in shadow or off",
    )
    reason = LongTextField(
        label="Why, and where is it minuted?",
        required_message="Say why, and where it is minuted",
        rows=3,
        max_length=2000,
        help_text="Everybody who is signed in can read this. Name no child and no person.",
    )

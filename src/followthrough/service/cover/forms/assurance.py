"""What does an agency's lead sign before days off?"""

from __future__ import annotations

from followthrough.service.cover.models.assurance import Level
from followthrough.service.design.forms import Choice, Form, LongTextField, RadiosField, TextField


class SignForm(Form):
    on_duty = LongTextField(
        label="Who is on duty?",
        help_text="Name or role, for each day and night. For example: “Emergency duty worker, every night from 17:00”.",
        required_message="Say who is on duty",
        rows=3,
        max_length=1000,
    )
    level = RadiosField(
        label="Who can decide?",
        choices=[Choice(each.value, each.label) for each in Level],
        required_message="Choose who can decide",
    )
    reach = TextField(
        label="How are they reached?",
        help_text="A telephone number that a person answers at every hour.",
        required_message="Give a telephone number",
        max_length=200,
    )
    hand_over = LongTextField(
        label="How do they learn what is open?",
        help_text="For example: “The day team rings through its list on Thursday at 15:00”.",
        required_message="Say how they learn what is open",
        rows=3,
        max_length=1000,
    )

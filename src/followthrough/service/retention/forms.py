"""What is asked of the board about a period, of whoever holds a record back, and of the two who review one?"""

from __future__ import annotations

from django.core.exceptions import ValidationError

from followthrough.service.design.forms import Choice, Form, LongTextField, RadiosField, TextField
from followthrough.service.retention.kinds import CountsFrom

LONGEST = 150  # years; what is more is a slip of the finger
NAMES_NOBODY = "Name nobody here: these words stay when the record is gone."


class PeriodForm(Form):
    years = TextField(label="For how many years?", required_message="Say for how many years", max_length=3)
    counts_from = RadiosField(
        label="From when are they counted?",
        choices=[Choice(each.value, each.label[0].upper() + each.label[1:]) for each in CountsFrom],
        required_message="Choose from when they are counted",
    )
    source = TextField(
        label="Where does this come from?",
        required_message="Say where this comes from",
        max_length=200,
        help_text="A law and its clause, or the minute of the board’s meeting.",
    )
    reason = LongTextField(label="Why?", required_message="Say why", rows=3, max_length=1000)

    def clean_years(self) -> int:
        said: str = self.cleaned_data["years"].strip()
        if not said.isdecimal() or not 0 < int(said) <= LONGEST:
            raise ValidationError(f"Give a whole number of years, from 1 to {LONGEST}")
        return int(said)


class HoldForm(Form):
    asked_by = TextField(
        label="Who asks for it?",
        required_message="Say who asks for it",
        max_length=200,
        help_text="A court, a coroner, an inquiry, or your own legal team. No child’s name.",
    )
    reason = LongTextField(label="Why?", required_message="Say why", rows=3, max_length=1000)


class EndHoldForm(Form):
    reason = LongTextField(
        label="Why is it no longer needed?", required_message="Say why it is no longer needed", rows=3, max_length=1000
    )


class ProposeForm(Form):
    reason = LongTextField(
        label="Why can this record go?",
        required_message="Say why this record can go",
        rows=3,
        max_length=1000,
        help_text=NAMES_NOBODY,
    )


class AnswerForm(Form):
    answer = RadiosField(
        label="What do you say?",
        choices=[
            Choice("yes", "I agree: destroy it now", "Nobody can bring it back."),
            Choice("no", "No: keep it"),
        ],
        required_message="Choose what you say",
    )
    reason = LongTextField(label="Why?", required_message="Say why", rows=3, max_length=1000, help_text=NAMES_NOBODY)

"""What is asked when a request comes in, when its parts are decided, and when it is read over?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from followthrough.service.core import clock
from followthrough.service.design.dates import LONDON
from followthrough.service.design.forms import (
    Choice,
    DateField,
    Form,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
)
from followthrough.service.subjectaccess.models import AskedBy, Outcome
from followthrough.service.subjectaccess.reasons import REASONS


class EnterForm(Form):
    name = TextField(
        label="Whose record? Full name", required_message="Write the full name of the person whose record it is",
        max_length=120,
    )  # fmt: skip
    born_on = DateField(label="When were they born?", required_message="Give their date of birth")
    asked_by = RadiosField(
        label="Who asks?",
        choices=[Choice(each.value, each.label) for each in AskedBy],
        required_message="Choose who asks",
    )
    asker = TextField(label="Name of whoever asks", required_message="Write the name of whoever asks", max_length=120)
    entitled_by = LongTextField(
        label="What shows that they may ask?",
        required=False,
        rows=2,
        max_length=500,
        help_text="For a parent: parental responsibility, and what the child says if old enough to understand. "
        "For somebody who acts for them: their letter of authority.",
    )
    received_on = DateField(label="On which day did the request come?", required_message="Say on which day it came")
    scope = LongTextField(
        label="What do they want to see?",
        required=False,
        rows=2,
        max_length=500,
        help_text="Leave it empty for everything.",
    )
    from_on = DateField(label="From which day on?", required=False)
    to_on = DateField(label="Up to which day?", required=False)

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > clock.now().astimezone(LONDON).date():
            raise ValidationError("The request cannot come after today")
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("asked_by") not in (None, AskedBy.SELF) and not said.get("entitled_by"):
            self.add_error("entitled_by", "Say what shows that they may ask")
        if said.get("from_on") and said.get("to_on") and said["to_on"] < said["from_on"]:
            self.add_error("to_on", "The last day must not be before the first")
        return said


class IdentityForm(Form):
    shown = LongTextField(
        label="How did they show who they are?",
        required_message="Say how they showed who they are",
        rows=2,
        max_length=500,
        help_text="For example: seen with passport at the office. Keep no copy.",
    )


class ExtendForm(Form):
    words = LongTextField(
        label="Why does it take longer, as you have told them?",
        required_message="Say why it takes longer",
        rows=2,
        max_length=1000,
    )


class DecideForm(Form):
    """Of a file nothing can be taken out."""

    KEEP_BACK = Choice("withhold", "Keep it back as a whole")
    what = RadiosField(
        label="What happens with this part?",
        choices=[
            Choice("give", "Give it as it is"),
            Choice("some", "Give it, with some words taken out"),
            KEEP_BACK,
        ],
        required_message="Choose what happens with this part",
    )
    passages = LongTextField(
        label="Which words are taken out?",
        required=False,
        rows=3,
        max_length=4000,
        help_text="Copy them exactly. One passage on each line.",
    )
    code = RadiosField(
        label="Why? The person reads this reason",
        choices=[Choice(each.code, each.told, each.asks) for each in REASONS],
        required=False,
    )
    note = LongTextField(
        label="Note for the second person",
        required=False,
        rows=2,
        max_length=1000,
        help_text="It is not given to anybody.",
    )

    def __init__(self, *args: Any, is_file: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_file:
            del self.fields["passages"]
            field: Any = self.fields["what"]
            field.choices = [Choice("give", "Give it: it goes along with the document"), self.KEEP_BACK]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        what = said.get("what")
        if what in ("some", "withhold") and not said.get("code"):
            self.add_error("code", "Choose why")
        if what == "some" and not said.get("passages", "").strip():
            self.add_error("passages", "Copy the words that are taken out")
        return said

    def taken_out(self) -> list[str]:
        if self.cleaned_data.get("what") != "some":
            return []
        return [each.strip() for each in self.cleaned_data.get("passages", "").splitlines() if each.strip()]


class PrepareForm(Form):
    second = SelectField(label="Who reads it over?", required_message="Choose who reads it over", choices=[])

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["second"]
        field.choices = [("", "Choose"), *people]


class ReadOverForm(Form):
    answer = RadiosField(
        label="You have read every part. What do you say?",
        choices=[Choice("agree", "It can be given like this"), Choice("back", "Something has to change")],
        required_message="Choose what you say",
    )
    words = LongTextField(label="What has to change?", required=False, rows=3, max_length=1000)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("answer") == "back" and not said.get("words"):
            self.add_error("words", "Say what has to change")
        return said


class EndForm(Form):
    outcome = RadiosField(
        label="Why does it end without the record?",
        choices=[Choice(each.value, str(each.label)) for each in (Outcome.REFUSED, Outcome.TAKEN_BACK)],
        required_message="Choose why it ends",
    )

"""Whom is a practitioner looking for, and which child is meant?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from followthrough.service.access.models import Conflict
from followthrough.service.children.models import Number
from followthrough.service.children.talking import Known, Said
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


class FindForm(Form):
    """Sent by POST: a child's name and date of birth must not stand in an address, where logs would keep them."""

    name = TextField(
        label="Name",
        required=False,
        max_length=120,
        marks_optional=False,
        help_text="Part of the name is enough. Spelling does not have to be exact.",
    )
    born_on = DateField(label="Date of birth", required=False, marks_optional=False, help_text="For example, 27 3 2010")
    number = TextField(
        label="Number",
        required=False,
        max_length=60,
        width=20,
        marks_optional=False,
        help_text="An NHS number, a unique pupil number or a case number.",
    )
    address = TextField(label="Address", required=False, max_length=120, marks_optional=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not self.errors and not any(found.get(name) for name in ("name", "born_on", "number", "address")):
            self.add_error("name", "Enter a name, a date of birth, a number or an address")
        return found

    def clean_born_on(self) -> date | None:
        born_on: date | None = self.cleaned_data["born_on"]
        if born_on and born_on > clock.now().astimezone(LONDON).date():
            raise ValidationError("Date of birth must not be in the future")
        return born_on


class OwnPeopleForm(Form):
    """`colleagues` are whom a manager may say it of; without any, it is about oneself."""

    who = SelectField(label="Whose people are they?", choices=[], required=False, marks_optional=False)
    name = TextField(label="Full name of the child or young person", max_length=120, required_message="Enter the name")
    born_on = DateField(label="Date of birth", required_message="Enter the date of birth")
    why = RadiosField(
        label="Why must the record stay closed?",
        choices=[Choice(each.value, each.label) for each in Conflict.Why],
        required_message="Choose why the record must stay closed",
    )

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not colleagues:
            del self.fields["who"]
            return
        field: Any = self.fields["who"]
        field.choices = [("", "Mine"), *colleagues]


class NumberForm(Form):
    """One number of a child. An empty one takes away what stood."""

    scheme = RadiosField(
        label="Which number?",
        choices=[],
        required_message="Choose which number it is",
    )
    value = TextField(
        label="The number",
        required=False,
        max_length=60,
        width=20,
        marks_optional=False,
        help_text="Leave it empty to take away a number that is wrong.",
    )

    def __init__(self, *args: Any, agency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = f"The case number of {agency}"
        labels = {Number.Scheme.NHS: "NHS number", Number.Scheme.UPN: "Unique pupil number", Number.Scheme.CASE: own}
        field: Any = self.fields["scheme"]
        field.choices = [Choice(each.value, label) for each, label in labels.items()]


_NEEDS = {"yes": True, "no": False}
_NEED = [Choice("yes", "Yes"), Choice("no", "No"), Choice("", "Nobody has asked yet")]


class TalkingForm(Form):
    """Filled in with what is known, so that nobody is asked twice. What was known is replaced and never left out."""

    language = TextField(
        label="Which language does the family speak at home?",
        required=False,
        max_length=60,
        width=20,
        marks_optional=False,
    )
    interpreter = RadiosField(
        label="Does the family need an interpreter?",
        required=False,
        marks_optional=False,
        is_inline=True,
        choices=_NEED,
    )
    own_language = TextField(
        label="Which language does the child speak best, if it is another?",
        required=False,
        max_length=60,
        width=20,
        marks_optional=False,
    )
    own_interpreter = RadiosField(
        label="Does the child need an interpreter?",
        required=False,
        marks_optional=False,
        is_inline=True,
        choices=_NEED,
    )
    needs = LongTextField(
        label="How does the child speak, hear and understand?",
        required=False,
        rows=3,
        max_length=300,
        marks_optional=False,
        help_text="What helps a stranger to talk with the child. For example, signs, a hearing aid or pictures.",
    )

    def __init__(self, *args: Any, known: Known, **kwargs: Any) -> None:
        self.known = known
        said = {True: "yes", False: "no", None: ""}
        initial = {
            "language": known.family.language,
            "interpreter": said[known.family.interpreter_needed],
            "own_language": known.own.language,
            "own_interpreter": said[known.own.interpreter_needed],
            "needs": known.own.needs,
        }
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name, before in self.initial.items():
            if before and not said.get(name) and name not in self.errors:
                self.add_error(name, f"Say what holds now. Until now it was: {before}")
        return said

    @property
    def family(self) -> Said:
        said = self.cleaned_data
        return Said(said["language"], _NEEDS.get(said["interpreter"]))

    @property
    def own(self) -> Said:
        said = self.cleaned_data
        return Said(said["own_language"], _NEEDS.get(said["own_interpreter"]), said["needs"])


class WhichChildForm(Form):
    """`choices` are the children who could be meant, each with the reason."""

    child = RadiosField(label="Which child is it?", required_message="Choose which child it is")

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["child"]
        field.choices = list(choices)


class AnotherChildForm(Form):
    """A match is undone."""

    reason = LongTextField(
        label="How do you know that it is another child?",
        help_text="Others read this. Do not name the other child.",
        rows=3,
        max_length=1000,
        required_message="Say how you know that it is another child",
    )

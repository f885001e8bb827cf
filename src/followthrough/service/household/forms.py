"""What is asked when something changes in a home or a family? One change a page; known people are chosen by name."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from followthrough.procedures.model.vocabulary import EventKind
from followthrough.service.chronology.homes import DESCRIBED, OFTEN, TIED
from followthrough.service.core import clock
from followthrough.service.design.dates import LONDON
from followthrough.service.design.forms import (
    CheckboxesField,
    Choice,
    DateField,
    Form,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    TickField,
)
from followthrough.service.household.people import People
from followthrough.service.ledger import rulebook

NEW = "new"
ADULT, YOUNG = "adult", "child"
LIVES = "lives there"
NOT_SAID = "not-said"


def _kind(name: str) -> EventKind:
    return rulebook.current().vocabulary.kind(name)


def _options(kind: str, field: str) -> list[tuple[str, str]]:
    """The vocabulary’s own words."""
    return [(each, each[:1].upper() + each[1:]) for each in _kind(kind).fields[field].choices]


def _today() -> date:
    return clock.now().astimezone(LONDON).date()


class OnDay(Form):
    """A change with the day on which it happened."""

    on = DateField(label="Which day was it?", name="The day", help_text="For example, 28 3 2013")

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > _today():
            raise ValidationError("The day must not be in the future")
        return on


class PersonForm(Form):
    """Somebody of the family or the home: one who is known, or somebody new."""

    person = RadiosField(label="Who is it?", required_message="Choose who it is")
    who = TextField(
        label="Name", required=False, max_length=120, marks_optional=False,
        help_text="For somebody new. If you do not know the name, say how people call them.",
    )  # fmt: skip
    relation = SelectField(label="What is the person to the child?", required=False)
    drawn_as = RadiosField(
        label="How is the person drawn in the picture of the family?",
        required=False,
        marks_optional=False,
        choices=[
            ("woman or girl", "As a woman or girl (a circle)"),
            ("man or boy", "As a man or boy (a square)"),
            ("another gender", "As another gender (a triangle)"),
            Choice(NOT_SAID, "Nobody has said (a diamond)", divider="or"),
        ],
    )
    born_on = DateField(label="Date of birth", required=False, help_text="For example, 27 3 1985")
    words = LongTextField(label="What else is known of them", required=False, rows=3, max_length=1000)

    def __init__(self, *args: Any, people: People, known: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        fields: dict[str, Any] = self.fields
        fields["person"].choices = [*known, (NEW, "Somebody who is not named here yet")]
        fields["relation"].choices = [("", "Select one"), *_options(DESCRIBED, "relation")]
        if not known:
            del self.fields["person"]

    @property
    def is_new(self) -> bool:
        return self.cleaned_data.get("person", NEW) == NEW

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not self.errors and self.is_new and not found.get("who", "").strip():
            self.add_error("who", "Enter the name of the person")
        return found

    def clean_born_on(self) -> date | None:
        born_on: date | None = self.cleaned_data["born_on"]
        if born_on and born_on > _today():
            raise ValidationError("Date of birth must not be in the future")
        return born_on


class MovedInForm(OnDay, PersonForm):
    age = RadiosField(
        label="Is it an adult or a child?",
        choices=[(ADULT, "An adult"), (YOUNG, "A child or young person under 18")],
        required_message="Choose whether it is an adult or a child",
    )
    lives = RadiosField(
        label="How much of the time?",
        choices=[(LIVES, "They live there"), (OFTEN, "They are often there, and live somewhere else")],
        required_message="Choose how much of the time they are there",
    )
    field_order = ("person", "who", "age", "relation", "lives", "on", "drawn_as", "born_on", "words")


class DescribeForm(PersonForm):
    has_died = TickField(label="The person has died", required=False)


class MovedOutForm(OnDay):
    person = RadiosField(label="Who no longer lives there?", required_message="Choose who no longer lives there")
    words = LongTextField(label="What is known of it", required=False, rows=3, max_length=1000)
    field_order = ("person", "on", "words")

    def __init__(self, *args: Any, known: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["person"].choices = known


class CheckedForm(OnDay):
    adults = CheckboxesField(label="Who was checked?", required_message="Choose at least one person who was checked")
    how = LongTextField(
        label="How were they checked?",
        rows=3,
        max_length=1000,
        required_message="Say how they were checked",
        help_text="For example: met at home; police and health asked what they know.",
    )
    field_order = ("adults", "how", "on")

    def __init__(self, *args: Any, known: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["adults"].choices = known


class RelatedForm(Form):
    one = SelectField(label="Who?", required_message="Choose the first person")
    tie = SelectField(label="is …", required_message="Choose how they are related")
    other = SelectField(label="Whom?", required_message="Choose the second person")

    def __init__(self, *args: Any, known: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["one"].choices = fields["other"].choices = [("", "Select one"), *known]
        fields["tie"].choices = [("", "Select one"), *((value, value) for value, _ in _options(TIED, "tie"))]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("one") and found.get("one") == found.get("other"):
            self.add_error("other", "Choose two different people")
        return found


class MovedForm(OnDay):
    address_label = TextField(
        label="Where does the child live now?", max_length=120, required_message="Enter where the child lives now"
    )
    field_order = ("address_label", "on")

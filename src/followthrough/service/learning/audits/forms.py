"""What is asked of an agency that audits itself, and of those who draw cases, read them and say what they found?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
from followthrough.service.learning.audits.models import Grade, Reading, Strata, Topic
from followthrough.service.learning.recommendations.models import Owner
from followthrough.service.learning.reviews.models import Side

MOST = 3000


class StandardForm(Form):
    grade = RadiosField(
        label="How well does your agency meet it?",
        choices=[Choice(value, label) for value, label in Grade.choices],
        required_message="Select how well it is met",
    )
    evidence = LongTextField(
        label="What shows it?", required_message="Say what shows it", rows=4, max_length=MOST,
        help_text="Name no child and no person",
    )  # fmt: skip
    action = LongTextField(label="What will you do, and by when?", required=False, rows=3, max_length=MOST)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("grade") in (Grade.PARTLY, Grade.NOT_MET) and not data.get("action"):
            self.add_error("action", "Say what you will do, and by when: this standard is not met in full")
        return data


class SendForm(Form):
    is_true = TickField(
        label="This is how it is, and the director has read it", required_message="Tick that this is how it is"
    )


class WordsForm(Form):
    """One long answer; its question is the page's."""

    words = LongTextField(label="", required_message="Enter what you want to say", rows=6, max_length=MOST)

    def __init__(self, *args: Any, question: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = question


class TopicForm(Form):
    topic = RadiosField(
        label="Which topic is audited each year from now on?",
        choices=[Choice(value, label) for value, label in Topic.choices if value],
        required_message="Select a topic",
    )


class DrawForm(Form):
    title = TextField(label="Title", max_length=120, required_message="Enter a title")
    question = LongTextField(
        label="What do you want to know of each case?", required_message="Enter your question", rows=3, max_length=MOST,
        help_text="For example, did the sender know what became of it?",
    )  # fmt: skip
    topic = RadiosField(label="Topic", choices=[Choice(value, label) for value, label in Topic.choices], required=False)
    procedure = SelectField(label="Cases in which this procedure fell due", required_message="Select a procedure")
    since = DateField(label="From", required_message="Enter from when")
    until = DateField(label="To", required_message="Enter until when")
    strata = RadiosField(
        label="How are they drawn?",
        choices=[Choice(value, label) for value, label in Strata.choices],
        required_message="Select how they are drawn",
        help_text="By chance within each part. Never by a person",
    )
    each = TextField(label="How many of each part?", required_message="Enter how many of each part", max_length=3)

    def __init__(self, *args: Any, procedures: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["procedure"].choices = [("", "Select a procedure"), *procedures]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        since, until, each = data.get("since"), data.get("until"), str(data.get("each", ""))
        if since and until and until < since:
            self.add_error("until", "The last day must not be before the first")
        if each and not (each.isdecimal() and 1 <= int(each) <= 50):
            self.add_error("each", "Enter a number from 1 to 50")
        elif each:
            data["each"] = int(each)
        return data


class ReadForm(Form):
    reading = RadiosField(
        label="How was it done?",
        choices=[Choice(value, label) for value, label in Reading.choices],
        required_message="Select how it was done",
    )
    words = LongTextField(
        label="What did you see?", required_message="Say what you saw", rows=4, max_length=MOST,
        help_text="Name no child and no person. Say what helped, and what stood in the way",
    )  # fmt: skip


class FindingForm(Form):
    side = RadiosField(
        label="Which side is it?",
        choices=[Choice(value, label) for value, label in Side.choices],
        required_message="Select good practice or learning point",
    )
    theme = TextField(
        label="Theme",
        max_length=60,
        required_message="Enter a theme",
        help_text="Use one that reviews use, where it fits",
    )
    words = LongTextField(
        label="What did you find?", required_message="Enter what you found", rows=4, max_length=MOST,
        help_text="Without a name, a place or a date",
    )  # fmt: skip


class AskForm(Form):
    review = SelectField(
        label="With which review is it kept?",
        required_message="Select a review",
        help_text="A recommendation is kept with a review, and followed through there",
    )
    owner = RadiosField(
        label="Whom does it ask?",
        choices=[Choice(value, label) for value, label in Owner.choices],
        required_message="Select whom it asks",
    )
    agencies = CheckboxesField(label="If one agency or some: which?", required=False)
    words = LongTextField(label="What do you ask?", required_message="Enter what you ask", rows=3, max_length=MOST)

    def __init__(
        self, *args: Any, reviews: Sequence[tuple[str, str]], agencies: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review"].choices = [("", "Select a review"), *reviews]  # type: ignore[attr-defined]
        self.fields["agencies"].choices = [Choice(*each) for each in agencies]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        self.require_when("agencies", "owner", Owner.AGENCY)
        return self.cleaned_data

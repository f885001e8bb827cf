"""What is asked when a review recommends something, an agency answers, and the Board looks at it and tests it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from followthrough.service.design.forms import (
    CheckboxesField,
    Choice,
    DateField,
    Finds,
    Form,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
)
from followthrough.service.design.quarters import Quarter, from_key
from followthrough.service.learning.recommendations.models import Owner

MOST = 2000
ENOUGH, ASK_BACK = "enough", "ask-back"
RESULTS = (
    Choice("it works", "It works"),
    Choice("it works in part", "It works in part", "It is open again, and the agency says what it will do instead"),
    Choice("it does not work", "It does not work", "The same"),
)


class MakeForm(Form):
    words = LongTextField(
        label="What do you ask?",
        required_message="Enter what you ask",
        rows=4,
        max_length=MOST,
        help_text="One thing that somebody can do. Name no child and no place: each agency that is asked reads it.",
    )
    owner = RadiosField(
        label="Whom do you ask?",
        required_message="Select whom you ask",
        choices=[
            Choice(Owner.ALL, "All agencies", "Each of them answers for itself"),
            Choice(Owner.AGENCY, "One agency, or some", reveals="agencies"),
            *(Choice(each, str(each.label)) for each in (Owner.POLICIES, Owner.LEARNING, Owner.CASE_REVIEW)),
        ],
    )
    agencies = CheckboxesField(
        label="Which agencies?", required=False, marks_optional=False, required_message="Select at least one agency"
    )
    findings = CheckboxesField(label="Which findings does it rest on?", required=False)

    def __init__(
        self, *args: Any, agencies: Sequence[tuple[str, str]], findings: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].choices = list(agencies)  # type: ignore[attr-defined]
        self.fields["findings"].choices = list(findings)  # type: ignore[attr-defined]
        if not findings:
            del self.fields["findings"]

    def clean(self) -> dict[str, Any]:
        self.require_when("agencies", "owner", Owner.AGENCY)
        return self.cleaned_data


class AcceptForm(Finds):
    action = LongTextField(
        label="What will you do?", required_message="Enter what you will do", rows=4, max_length=MOST
    )
    owner = SelectField(
        label="Who sees to it?",
        required_message="Select one person who sees to it",
        help_text="One person, who is told. They can show what was done as well",
    )
    due_on = DateField(
        label="By which day is it in place?",
        required_message="Enter the day by which it is in place",
        help_text="You show what you did by the end of that day",
    )
    measure = LongTextField(
        label="How will anybody know that it works?",
        required_message="Enter how anybody will know that it works",
        rows=3,
        max_length=MOST,
        help_text="For example, an audit of twenty cases finds it in eighteen of them",
    )

    def __init__(self, *args: Any, today: date, people: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.offer("owner", [("", "Select a person"), *people.items()], label="Find a person by name")

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self.today:
            self.add_error("due_on", "The day by which it is in place must be today or later")
        return due_on


class ShowForm(Form):
    steps = CheckboxesField(
        label="Which of your actions does it show?", required_message="Select at least one of your actions"
    )
    evidence = LongTextField(
        label="What did you do, and what shows it?",
        required_message="Enter what you did and what shows it",
        rows=4,
        max_length=MOST,
        help_text="Name no child. For example, the new form is in use since 3 May, and the desk turns back any other.",
    )
    link = TextField(
        label="Where can it be seen?",
        required=False,
        max_length=300,
        help_text="An address, or where the paper lies",
    )

    def __init__(self, *args: Any, steps: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["steps"].choices = list(steps)  # type: ignore[attr-defined]
        if len(steps) == 1:
            del self.fields["steps"]


class LookForm(Form):
    answer = RadiosField(label="Is it enough?", required_message="Select whether it is enough")
    words = LongTextField(
        label="What do you say to them?",
        required=False,
        rows=4,
        max_length=MOST,
        required_message="Enter what is missing",
        help_text="If you ask back, say what is missing. They have a clock to answer it.",
    )

    def __init__(self, *args: Any, can_confirm: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        enough = [Choice(ENOUGH, "Yes, what they did is enough", "Whether it works is tested later")]
        asks = Choice(ASK_BACK, "No, something is missing")
        self.fields["answer"].choices = [*(enough if can_confirm else []), asks]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        self.require_when("words", "answer", ASK_BACK)
        return self.cleaned_data


class ResultForm(Form):
    result = RadiosField(label="Does it work?", required_message="Select whether it works", choices=list(RESULTS))
    words = LongTextField(label="What did you find?", required_message="Enter what you found", rows=4, max_length=MOST)


class TestForm(ResultForm):
    how = RadiosField(
        label="How was it tested?",
        required_message="Select how it was tested",
        choices=[
            ("audit of cases", "An audit of cases"),
            ("feedback of families", "What families and children said"),
            ("feedback of workers", "What workers said"),
            ("test", "A test"),
            ("other", "Another way"),
        ],
    )
    rests_on = TextField(
        label="What does the result rest on?",
        required_message="Enter what the result rests on",
        max_length=300,
        help_text="The data, by name. For example, 20 cases of March, drawn by chance",
    )
    field_order = ("how", "rests_on", "result", "words")


class FigureForm(Form):
    """Two quarters, the second after the first. Asked in the address: nothing is written by it."""

    procedure = SelectField(label="Which duty?", required_message="Select which duty to count")
    before = SelectField(label="Quarter before", required_message="Select the quarter before")
    after = SelectField(label="Quarter after", required_message="Select the quarter after")

    def __init__(
        self, *args: Any, procedures: Sequence[tuple[str, str]], quarters: Sequence[Quarter], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["procedure"].choices = [("", "Select a duty"), *procedures]  # type: ignore[attr-defined]
        for name in ("before", "after"):
            choices = [("", "Select a quarter"), *((each.key, each.title) for each in quarters)]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        before, after = (from_key(self.cleaned_data.get(name) or "") for name in ("before", "after"))
        if before and after and after <= before:
            self.add_error("after", "The quarter after must be later than the quarter before")
        return self.cleaned_data

    @property
    def spans(self) -> list[Quarter]:
        found = [from_key(self.cleaned_data[name]) for name in ("before", "after")]
        return [each for each in found if each]

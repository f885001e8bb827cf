"""What is asked about the scope of a review, its panel, its meetings, what agencies are asked, and the family?"""

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
)
from followthrough.service.learning.reviews.actions.panel import MET, PRACTITIONERS_MET
from followthrough.service.learning.reviews.models import Seat

MOST = 4000
JOINS, STAYS_AWAY = "joins", "stays-away"
INVITED, PUT_OFF, HEARD = "invited", "put-off", "heard"
NONE, DECLARED = "none", "declared"
Pairs = Sequence[tuple[str, str]]


class ScopeForm(Form):
    from_on = DateField(label="From which day is it looked at?", name="The first day", required=False)
    to_on = DateField(label="To which day?", name="The last day", required=False)
    questions = LongTextField(
        label="Which questions should it answer?",
        required_message="Enter the questions",
        max_length=MOST,
        help_text="One on each line. For example, Who knew of the burn on Thursday?",
    )
    agencies = CheckboxesField(label="Which agencies knew the child?", required_message="Select at least one agency")
    schools = CheckboxesField(label="Which schools knew the child?", required=False, marks_optional=False)
    no_school_because = TextField(
        label="If no school takes part, why not?", required=False, marks_optional=False, max_length=300
    )

    def __init__(self, *args: Any, agencies: Pairs, schools: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].choices = list(agencies)  # type: ignore[attr-defined]
        self.fields["schools"].choices = list(schools)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not said.get("schools") and not said.get("no_school_because"):
            self.add_error("no_school_because", "Select the schools, or enter why no school takes part")
        if said.get("from_on") and said.get("to_on") and said["to_on"] < said["from_on"]:
            self.add_error("to_on", "The last day must not be before the first day")
        return said


class SeatForm(Form):
    who = SelectField(label="Who sits on the panel?", required_message="Select who sits on the panel")
    role = RadiosField(label="As what?", required_message="Select as what", choices=Seat.Role.choices)
    has_conflict = RadiosField(
        label="Asked about conflicts of interest, what did they say?",
        required_message="Select what they said",
        choices=[
            Choice(NONE, "There is none", "They did not work with this family, and know nobody of it"),
            Choice(DECLARED, "They named one", reveals="conflict"),
        ],
    )
    conflict = TextField(
        label="Which, and why may they sit here still?",
        required=False,
        marks_optional=False,
        max_length=500,
        required_message="Enter the conflict, and why they may sit here still",
    )
    independence = TextField(
        label="If they chair or write: what makes them independent?",
        required=False,
        marks_optional=False,
        max_length=500,
        required_message="Enter what makes them independent",
        help_text="Of the agencies that worked with the child, and of who leads them",
    )

    def __init__(self, *args: Any, people: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", "Select a person"), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        self.require_when("conflict", "has_conflict", DECLARED)
        self.require_when("independence", "role", Seat.Role.CHAIR, Seat.Role.AUTHOR)
        return self.cleaned_data


class StepBackForm(Form):
    because = LongTextField(
        label="Why do you step back?",
        required_message="Say why you step back",
        rows=3,
        max_length=MOST,
        help_text="It stands with what you said about conflicts of interest. Name no child.",
    )


class MetForm(Form):
    kind = RadiosField(
        label="Who met?",
        required_message="Select who met",
        choices=[
            Choice(MET, "The panel"),
            Choice(PRACTITIONERS_MET, "Those who worked with the child", "A practitioners’ event"),
        ],
    )
    agencies = CheckboxesField(label="Which agencies were there?", required_message="Select who was there")
    words = LongTextField(label="What came of it?", required_message="Enter what came of it", max_length=MOST)

    def __init__(self, *args: Any, agencies: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].choices = list(agencies)  # type: ignore[attr-defined]


class AskForm(Form):
    agencies = CheckboxesField(label="Which agencies do you ask?", required_message="Select at least one agency")
    asked_for = LongTextField(
        label="What do you ask of them?",
        required_message="Enter what you ask of them",
        max_length=MOST,
        help_text="The period and the questions. Each agency reads these words, and nothing else of the review.",
    )

    def __init__(self, *args: Any, agencies: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].choices = list(agencies)  # type: ignore[attr-defined]


class AnswerForm(Form):
    answer = RadiosField(
        label="Does your agency take part?",
        required_message="Select whether your agency takes part",
        choices=[
            Choice(JOINS, "Yes", "Name who writes your agency’s report", reveals="author"),
            Choice(STAYS_AWAY, "No", reveals="reason"),
        ],
    )
    author = SelectField(
        label="Who takes part?", required=False, marks_optional=False, required_message="Select who takes part"
    )
    reason = LongTextField(
        label="Why does it not take part?",
        required=False,
        marks_optional=False,
        rows=3,
        max_length=1000,
        required_message="Enter why it does not take part",
    )

    def __init__(self, *args: Any, people: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["author"].choices = [("", "Select a person"), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        self.require_when("author", "answer", JOINS)
        self.require_when("reason", "answer", STAYS_AWAY)
        return self.cleaned_data


class ReportForm(Form):
    summary = LongTextField(
        label="Your report in short",
        required_message="Enter your report in short",
        rows=8,
        max_length=6000,
        help_text="What your agency knew and did, what worked, and what it would do differently.",
    )
    address = TextField(
        label="Where is the whole report?",
        required=False,
        max_length=300,
        help_text="An address or a number in your own system",
    )


class FamilyForm(Form):
    what = RadiosField(
        label="What happened?",
        required_message="Select what happened",
        choices=[
            Choice(INVITED, "They were told of the review and invited", reveals="means"),
            Choice(PUT_OFF, "They are not told yet, for a reason", reveals="until"),
            Choice(HEARD, "They said something for the review"),
        ],
    )
    means = SelectField(
        label="How?",
        required=False,
        marks_optional=False,
        required_message="Select how they were told",
        choices=[
            ("", "Select how"),
            ("letter", "By letter"),
            ("in person", "In person"),
            ("telephone", "By telephone"),
        ],
    )
    until = DateField(label="Until which day does it wait?", name="The day", required=False)
    who = TextField(label="Who of the family?", required=False, marks_optional=False, max_length=120,
                    help_text="For example, his mother", required_message="Enter who of the family")  # fmt: skip
    language = TextField(label="In which language?", required=False, max_length=60)
    contact = TextField(
        label="Whom can they ring about the review?",
        required=False,
        marks_optional=False,
        max_length=160,
        help_text="One name and number, the same all the time",
        required_message="Enter whom they can ring",
    )
    words = LongTextField(
        label="What did they say, or why does it wait?",
        required=False,
        marks_optional=False,
        max_length=MOST,
        required_message="Enter what they said, or why it waits",
    )

    def clean(self) -> dict[str, Any]:
        for name in ("means", "contact"):
            self.require_when(name, "what", INVITED)
        self.require_when("who", "what", INVITED, HEARD)
        self.require_when("words", "what", PUT_OFF, HEARD)
        return self.cleaned_data

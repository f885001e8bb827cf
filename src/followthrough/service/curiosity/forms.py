"""What is asked when somebody asks a question about a child, answers one, or names a second reader?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from followthrough.service.design.forms import Choice, Finds, Form, LongTextField, RadiosField, SelectField, TextField

MOST = 2000
ANSWERED, STAYS_OPEN = "answered", "stays-open"


class AskForm(Form):
    words = LongTextField(
        label="What do you not know?",
        required_message="Enter your question",
        rows=3,
        max_length=MOST,
        help_text="One question. For example, who gives him his medicine at night?",
    )
    what_else = LongTextField(
        label="What else could this be?",
        required=False,
        rows=3,
        max_length=MOST,
        help_text="Other explanations of what was seen. What if the one that you were given is wrong?",
    )
    team = SelectField(
        label="Who answers it?",
        required_message="Select who answers it",
        help_text="Teams of agencies that work with the child",
    )

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [("", "Select a team"), *teams]  # type: ignore[attr-defined]


class AnswerForm(Form):
    outcome = RadiosField(
        label="Is it answered?",
        required_message="Select whether it is answered",
        choices=[
            Choice(ANSWERED, "Yes, it is answered", reveals="from_whom"),
            Choice(STAYS_OPEN, "No, it stays open", "Its clock begins again", reveals="what_else"),
        ],
    )
    from_whom = TextField(
        label="How do you know?",
        max_length=300,
        required=False,
        marks_optional=False,
        required_message="Enter how you know",
        help_text="For example, I asked his mother, and saw the chart",
    )
    what_else = TextField(
        label="What else could this be?", max_length=300, required=False, help_text="What you think of now"
    )
    words = LongTextField(
        label="What is the answer, or why does it stay open and what do you do next?",
        required_message="Enter the answer, or why it stays open",
        rows=4,
        max_length=MOST,
    )

    def clean(self) -> dict[str, Any]:
        self.require_when("from_whom", "outcome", ANSWERED)
        return self.cleaned_data


class ReaderForm(Finds):
    reader = SelectField(
        label="Who is the second reader?",
        required_message="Select who the second reader is",
        help_text="Somebody who does not know the family: of your agency, or who answers for safeguarding in another",
    )
    why = LongTextField(
        label="What should they look for?",
        required=False,
        rows=3,
        max_length=MOST,
        help_text="For example, what we take for granted because we have known the family for long.",
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reader", [("", "Select a person"), *people], label="Find a person")


class ReadingForm(Form):
    read = LongTextField(
        label="What did you read?",
        required_message="Enter what you read",
        rows=2,
        max_length=MOST,
        help_text="For example, the whole chronology, the plan and the last two visits.",
    )
    found = LongTextField(
        label="What did you find?",
        required_message="Enter what you found",
        rows=5,
        max_length=MOST,
        help_text="What do we take for granted? What else could it be? What has nobody seen?",
    )
    questions = LongTextField(label="Which questions does it raise?", required=False, rows=3, max_length=MOST)

"""What is asked about a finding of the check, of the second person, of a team and of an agency?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from followthrough.service.design.forms import (
    Choice,
    Form,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    TickField,
)
from followthrough.service.learning.newsletter.disclosure import MUST_GO, Rule, stands
from followthrough.service.learning.newsletter.models import Shown, Way, Where
from followthrough.service.learning.newsletter.queries.checking import Checked

MOST = 1500
_OR = {True: "Write it in words that tell nobody who it is", False: "Write it in other words, or keep it"}


class AnswerForm(Form):
    way = RadiosField(label="What do you do with it?", required_message="Select what you do with it")
    words = LongTextField(
        label="The whole passage in your words", required=False, rows=4, max_length=MOST, marks_optional=False
    )
    reason = LongTextField(label="Why may it stay?", required=False, rows=3, max_length=MOST, marks_optional=False)

    def __init__(self, *args: Any, found: Checked, milder: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        keep = "I have looked, and this is what I found" if found.hit.rule is Rule.NEWS else "It stays"
        ways = [Choice(Way.ACCEPTED, "Take the milder wording", milder or "The passage goes.")]
        ways = ways if found.hit.milder is not None else []
        ways += [Choice(Way.CHANGED, "Write it in other words", reveals="words")] if found.passage else []
        ways += [Choice(Way.KEPT, keep, reveals="reason")] if found.hit.rule not in MUST_GO else []
        self.fields["way"].choices = ways  # type: ignore[attr-defined]
        self.fields["words"].initial = found.passage
        if not found.passage:
            del self.fields["words"]
        if found.hit.rule in MUST_GO:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("way") == Way.KEPT and not said.get("reason", "").strip():
            self.add_error("reason", "Enter why it may stay, or where you looked and what you found")
        if said.get("way") == Way.CHANGED and stands(self.found.hit.what, said.get("words", "")):
            self.add_error(
                "words", f"“{self.found.hit.what}” still stands in it. {_OR[self.found.hit.rule in MUST_GO]}"
            )
        return said


class ReleaseForm(Form):
    sure = TickField(
        label="I have read every line. Nobody can be known from it, by anybody who knows the area or reads the news.",
        required_message="Tick the box when you have read every line",
    )


WHERE = [
    Choice(value, str(label), reveals="shown" if value == Where.SUPERVISION else "") for value, label in Where.choices
]


class TalkForm(Form):
    team = SelectField(label="Which team?", required_message="Select a team")
    question = RadiosField(label="Which question did you talk over?", required_message="Select a question")
    where = RadiosField(label="Where?", choices=WHERE, required_message="Select where you talked")
    shown = RadiosField(
        label="You went through a case. Is it done as the issue asks?", choices=Shown.choices, required=False,
        marks_optional=False, help_text="How many teams said what is counted. Which team said it is not.",
    )  # fmt: skip
    words = LongTextField(
        label="What did the team say?", required=False, rows=4, max_length=MOST,
        help_text="Only your team reads this. Do not name a child.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, teams: Sequence[tuple[str, str]], questions: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].choices = list(questions)  # type: ignore[attr-defined]
        self.fields["team"].choices = list(teams)  # type: ignore[attr-defined]
        self.fields["team"].initial = teams[0][0] if teams else ""

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("where") != Where.SUPERVISION:
            said["shown"] = ""
        elif not said.get("shown"):
            self.add_error("shown", "Select whether it is done in the case that you went through")
        return said


class ReportForm(Form):
    read = TextField(label="How many of your staff read it?", required_message="Enter how many read it", width=5)
    discussed = TextField(
        label="How many talked it over?", required_message="Enter how many talked it over", width=5,
        help_text="In a team meeting, in supervision or in training.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        for name, words in said.items():
            if not (words.isascii() and words.isdecimal() and len(words) <= 6):
                self.add_error(name, "Enter a whole number, for example 12")
        return self.cleaned_data


class LearningForm(Form):
    words = LongTextField(
        label="What did the panel agree is to be learnt?", required_message="Enter what is to be learnt", rows=8,
        max_length=4000, help_text="One point on each line. Name nobody.",
    )  # fmt: skip

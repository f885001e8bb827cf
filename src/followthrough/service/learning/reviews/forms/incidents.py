"""What is asked when a case is put forward, and of whoever sees to what the law asks after serious harm?"""

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
from followthrough.service.learning.reviews.actions.deciding import HOLD, LEARN, NOTHING, Answer
from followthrough.service.learning.reviews.criteria import Criteria

MOST = 4000
YES, NO = "yes", "no"
_YES_NO = [(YES, "Yes"), (NO, "No")]


class PutForwardForm(Form):
    reason = LongTextField(
        label="Why should this case be looked at?",
        required_message="Enter why this case should be looked at",
        max_length=MOST,
        help_text="What happened, and what worries you about how agencies worked together. What went well counts too.",
    )
    urgency = RadiosField(
        label="How urgent is it?",
        required_message="Select how urgent it is",
        choices=[
            Choice(
                "urgent", "Urgent", "A child may be in danger now, or evidence may be lost. Share the danger as well"
            ),
            Choice("not urgent", "Not urgent", "The Board decides within a month"),
        ],
    )


class HarmForm(Form):
    outcome = RadiosField(
        label="What happened?",
        required_message="Select what happened",
        choices=[("the child died", "The child died"), ("the child was badly harmed", "The child was badly harmed")],
    )
    happened_on = DateField(
        label="On which day?", name="The day", required_message="Enter the day on which it happened"
    )
    agencies_worry = RadiosField(
        label="Is there concern about how agencies worked together?",
        required_message="Select whether there is concern about how agencies worked together",
        choices=_YES_NO,
    )
    words = LongTextField(label="What is known?", required_message="Enter what is known", max_length=MOST)


class NotifiedForm(Form):
    number = TextField(
        label="Number of the notice",
        required_message="Enter the number of the notice",
        max_length=60,
        help_text="The number that the national panel gave",
    )


class AgenciesForm(Form):
    agencies = CheckboxesField(label="Which agencies?", required_message="Select at least one agency")

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].choices = list(agencies)  # type: ignore[attr-defined]


class SummaryForm(Form):
    words = LongTextField(
        label="What did your agency know and do?",
        required_message="Enter what your agency knew and did",
        rows=8,
        max_length=MOST,
    )


class PressForm(Form):
    speaker = TextField(
        label="Who alone speaks to the press?",
        required_message="Enter who speaks to the press",
        max_length=120,
        help_text="A name and a telephone number. Everybody else sends callers there",
    )
    said = LongTextField(
        label="What is said?",
        required_message="Enter what is said",
        max_length=MOST,
        help_text="The agreed words. No name, no place, and nothing that leads from the child to the news.",
    )
    watched = LongTextField(
        label="What is watched?",
        required=False,
        rows=3,
        max_length=MOST,
        help_text="Papers and sites that somebody looks at, and who does.",
    )


class AdultsForm(Form):
    received_by = TextField(
        label="Who received it at the Safeguarding Adults Board?",
        required_message="Enter who received it",
        max_length=120,
        help_text="A name and a role. Ring first: what nobody has received was not passed on",
    )
    reason = LongTextField(label="Why does it go there?", required_message="Enter why it goes there", max_length=MOST)


class IncludeForm(Form):
    review = SelectField(label="Under which review?", required_message="Select a review")

    def __init__(self, *args: Any, reviews: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review"].choices = [("", "Select a review"), *reviews]  # type: ignore[attr-defined]


class DecideForm(Form):
    """Each criterion of the day of the incident with its answer and reason, then what follows."""

    def __init__(self, *args: Any, criteria: Criteria, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for n, each in enumerate(criteria.asks, 1):
            self.fields[each.id] = RadiosField(
                label=f"{n}. {each.text}", choices=_YES_NO, required_message=f"Answer the question “{each.text}”"
            )
            self.fields[f"{each.id}_reason"] = LongTextField(
                label=f"Why do you answer question {n} so?",
                rows=2,
                max_length=1000,
                required_message=f"Enter why you answer “{each.text}” so",
            )
        self.fields["follows"] = RadiosField(
            label="What follows?",
            required_message="Select what follows",
            choices=[
                Choice(HOLD, "Hold the review that the law asks for", "Only if the criteria are met"),
                Choice(LEARN, "It does not meet the criteria, but learn", "Begin a review of another kind"),
                Choice(NOTHING, "No review", "Say in your words what was learnt already"),
            ],
        )
        self.fields["title"] = TextField(
            label="Title of the review, if there is one",
            required=False,
            marks_optional=False,
            max_length=160,
            help_text="It names no child and no place. For example, A burn over Easter",
        )
        self.fields["words"] = LongTextField(
            label="Your reasons together", required_message="Enter your reasons", max_length=MOST
        )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("follows") in (HOLD, LEARN) and not self.cleaned_data.get("title"):
            self.add_error("title", "Enter a title for the review")
        return self.cleaned_data

    @property
    def answers(self) -> dict[str, Answer]:
        said = self.cleaned_data
        return {each.id: Answer(said[each.id] == YES, said[f"{each.id}_reason"]) for each in self.criteria.asks}

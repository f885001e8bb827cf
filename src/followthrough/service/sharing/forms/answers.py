"""One small form for each thing that can be done with a share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from followthrough.service.core import clock
from followthrough.service.design.forms import (
    Choice,
    DateTimeField,
    Form,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
)


class AnswerForm(Form):
    """`cleaned` is what its action takes."""

    summary = ""
    button = ""
    hint = ""

    @property
    def cleaned(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class DoingField(TextField):
    """What the sender reads on their home page, so that nobody has to ring to find out."""

    def __init__(self) -> None:
        super().__init__(
            label="What will you do, and when?",
            required=False,
            max_length=200,
            help_text="In one line, for example: visiting tonight. The sender reads it.",
        )


class ReceiveForm(AnswerForm):
    button = "Take receipt"
    hint = "Your name is recorded, and the sender sees it."
    doing = DoingField()


class AcceptForm(AnswerForm):
    summary = "Accept it: we will act"
    button = "Accept"
    doing = DoingField()
    outcome_by = DateTimeField(
        label="By when will you say what was done?",
        required=False,
        name="The time of your answer",
        help_text="Leave it empty to keep the time that the rules give.",
    )

    def clean_outcome_by(self) -> Any:
        given = self.cleaned_data["outcome_by"]
        if given is not None and given <= clock.now():
            raise ValidationError("The time of your answer must be later than now")
        return given


class RedirectForm(AnswerForm):
    summary = "Not ours: pass it on"
    button = "Pass it on"
    team = SelectField(label="Who should have it?", required_message="Select the team that should have it")
    reason = LongTextField(
        label="Why is it not yours?", required_message="Enter why it is not yours", rows=2, max_length=500
    )

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [("", "Select a team"), *teams]  # type: ignore[attr-defined]

    @property
    def cleaned(self) -> dict[str, Any]:
        agency, _, team = self.cleaned_data["team"].partition("/")
        return {"agency": agency, "team": team, "reason": self.cleaned_data["reason"]}


class ActForm(AnswerForm):
    summary = "Record what was done"
    button = "Record and tell the sender"
    outcome = RadiosField(
        label="What came of it?",
        required_message="Select what came of it",
        choices=[
            Choice("acted", "We acted"),
            Choice("no further action", "We decided to do nothing more"),
        ],
    )
    what = LongTextField(
        label="What was done, and why?",
        required_message="Enter what was done, and why",
        rows=4,
        max_length=4000,
        help_text="The sender reads this.",
    )


class ConfirmForm(AnswerForm):
    summary = "Say whether this is enough"
    button = "Record your answer"
    agrees = RadiosField(
        label="Do you agree with what was done?",
        required_message="Select whether you agree",
        choices=[
            Choice("yes", "Yes, this is enough"),
            Choice("no", "No, I disagree", hint="This is recorded, with your reason."),
        ],
    )
    words = LongTextField(
        label="Your words",
        required=False,
        rows=3,
        max_length=2000,
        required_message="Enter why you do not agree",
        help_text="Needed if you disagree.",
    )

    def clean(self) -> dict[str, Any]:
        self.require_when("words", "agrees", "no")
        return self.cleaned_data

    @property
    def cleaned(self) -> dict[str, Any]:
        return {"agrees": self.cleaned_data["agrees"] == "yes", "words": self.cleaned_data["words"]}


class ChaseForm(AnswerForm):
    summary = "I have rung them: record it"
    button = "Record the call"
    words = LongTextField(
        label="Who have you spoken to, and what did they say?",
        required_message="Enter who you spoke to, and what they said",
        rows=2,
        max_length=1000,
    )


class WidenForm(AnswerForm):
    summary = "Send it to another team as well"
    button = "Send it to them as well"
    hint = "They get the same words. What is due of the first team stays due."
    team = SelectField(label="Who should have it as well?", required_message="Select the team that should have it")

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [("", "Select a team"), *teams]  # type: ignore[attr-defined]


class WithdrawForm(AnswerForm):
    summary = "Take it back"
    button = "Take it back"
    hint = "Nobody has to act on it then. What you shared stays in the record."
    reason = LongTextField(
        label="Why do you take it back?",
        required_message="Enter why you take it back",
        rows=2,
        max_length=500,
    )


ANSWERS: dict[str, type[AnswerForm]] = {
    "receive": ReceiveForm,
    "accept": AcceptForm,
    "redirect": RedirectForm,
    "act": ActForm,
    "confirm": ConfirmForm,
    "chase": ChaseForm,
    "widen": WidenForm,
    "withdraw": WithdrawForm,
}

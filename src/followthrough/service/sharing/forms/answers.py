"""One small form for each thing that can be done with a share."""

from __future__ import annotations

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
from followthrough.service.sharing.forms.alike import OfTeams, SaidOnce


class AnswerForm(Form):
    """`cleaned` is what its action takes."""

    summary = ""
    button = ""
    hint = ""

    @property
    def cleaned(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class SayForm(SaidOnce, AnswerForm):
    """What can be said more than once."""


class KnowForm(SayForm):
    summary = "Say what you know"
    button = "Tell them"
    words = LongTextField(
        label="What do you know of the child?",
        required_message="Enter what you know, or that you know nothing",
        rows=5,
        max_length=4000,
        help_text="If you know nothing, say so: that is an answer too.",
    )


class PartForm(SayForm):
    summary = "Say a part now: the rest is to come"
    button = "Tell them this part"
    hint = "The rest is still owed, by the same time."
    words = LongTextField(
        label="What do you know so far?", required_message="Enter what you know so far", rows=4, max_length=4000
    )


class RefuseForm(SayForm):
    summary = "We do not share it"
    button = "Record the decision not to share"
    hint = "Data protection is no reason to hold back what keeps a child safe. The leads of both agencies hear of this."
    reason = LongTextField(
        label="Why do you not share it?", required_message="Enter why you do not share it", rows=2, max_length=1000
    )
    basis = TextField(
        label="On which lawful ground?",
        required_message="Enter the lawful ground",
        max_length=300,
        help_text="For example: the young person is able to decide, does not agree, and nobody is at risk.",
    )


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


class RedirectForm(OfTeams, AnswerForm):
    summary = "Not ours: pass it on"
    button = "Pass it on"
    team = SelectField(label="Who should have it?", required_message="Select the team that should have it")
    reason = LongTextField(
        label="Why is it not yours?", required_message="Enter why it is not yours", rows=2, max_length=500
    )

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


class ChaseForm(SayForm):
    summary = "I have rung them: record it"
    button = "Record the call"
    words = LongTextField(
        label="Who have you spoken to, and what did they say?",
        required_message="Enter who you spoke to, and what they said",
        rows=2,
        max_length=1000,
    )


class WriteForm(SayForm):
    summary = "Put in writing what you said"
    button = "Put it in writing"
    hint = "Nobody waits for this letter before they act. They read it here."
    words = LongTextField(
        label="What did you say?",
        required_message="Enter what you said",
        rows=5,
        max_length=4000,
        help_text="Say what you saw and heard, and what worries you.",
    )


class WidenForm(OfTeams, AnswerForm):
    summary = "Send it to another team as well"
    button = "Send it to them as well"
    hint = "They get the same words. What is due of the first team stays due."
    team = SelectField(label="Who should have it as well?", required_message="Select the team that should have it")


class AskForm(SayForm):
    summary = "We need to know more"
    button = "Ask the sender"
    hint = "The sender has a time to answer. Your own times go on."
    words = LongTextField(
        label="What do you need to know?",
        required_message="Enter what you need to know",
        rows=2,
        max_length=1000,
    )


class ReplyForm(AnswerForm):
    summary = "Answer their question"
    button = "Answer"
    words = LongTextField(label="Your answer", required_message="Enter your answer", rows=3, max_length=2000)


class TellForm(SayForm):
    summary = "Tell the sender how it stands"
    button = "Tell them"
    words = LongTextField(
        label="How does it stand?",
        required_message="Enter how it stands",
        rows=2,
        max_length=1000,
        help_text="For example, what you have decided, and what comes next. It is not the outcome yet.",
    )


class CorrectForm(SayForm):
    summary = "Put right what you shared"
    button = "Tell all who have it"
    hint = "All who have this share are told. Each must say by name that they have read it."
    words = LongTextField(
        label="What was wrong, and what is right?",
        required_message="Enter what was wrong, and what is right",
        rows=3,
        max_length=2000,
    )


class AcknowledgeForm(AnswerForm):
    button = "I have read what was changed"
    hint = "Your name is recorded, and the sender sees it."


class WithdrawForm(AnswerForm):
    summary = "Take it back"
    button = "Take it back"
    hint = "Nobody has to act on it then. All who had it are told. What you shared stays in the record."
    reason = LongTextField(
        label="Why do you take it back?",
        required_message="Enter why you take it back",
        rows=2,
        max_length=500,
    )


ANSWERS: dict[str, type[AnswerForm]] = {
    "acknowledge": AcknowledgeForm,
    "reply": ReplyForm,
    "receive": ReceiveForm,
    "accept": AcceptForm,
    "answer": KnowForm,
    "answer_in_part": PartForm,
    "refuse": RefuseForm,
    "redirect": RedirectForm,
    "act": ActForm,
    "ask": AskForm,
    "tell": TellForm,
    "confirm": ConfirmForm,
    "write_down": WriteForm,
    "chase": ChaseForm,
    "widen": WidenForm,
    "correct": CorrectForm,
    "withdraw": WithdrawForm,
}

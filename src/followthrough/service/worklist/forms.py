"""What does a person say about a duty? A reason always; without one nobody could answer them."""

from __future__ import annotations

from typing import Any

from followthrough.service.agencies.queries import agencies
from followthrough.service.design.forms import Choice, Finds, Form, LongTextField, RadiosField, SelectField

MOST = 2000


class NotOursForm(Finds):
    reason = LongTextField(
        label="Why is it not your team’s?",
        required_message="Say why it is not your team’s",
        rows=4,
        max_length=MOST,
    )
    suggested_agency = SelectField(
        label="Whose is it, do you think?", required=False, choices=[], help_text="Leave it empty if you do not know."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", "I do not know"), *((each.key, each.title) for each in agencies())]
        self.offer("suggested_agency", offered, label="Find an agency or a school")


class WrongForm(Form):
    reason = LongTextField(
        label="This is wrong, because…",
        required_message="Say what is wrong",
        rows=4,
        max_length=MOST,
        help_text="Say what the duty gets wrong: the facts it rests on, the time, or the rule itself.",
    )


class ExcuseForm(Form):
    reason = LongTextField(
        label="Why does nobody have to do this?",
        required_message="Say why nobody has to do this",
        rows=4,
        max_length=MOST,
        help_text="Your name and your reason stay on the record. A risk to a child is no reason to excuse a duty.",
    )


class AnswerForm(Form):
    answer = RadiosField(
        label="What do you answer?",
        required_message="Say what you answer",
        choices=[
            Choice("it stands", "It stands", hint="Your team still has to do it."),
            Choice("it does not apply", "It does not apply", hint="You excuse the duty. Nobody has to do it."),
            Choice(
                "it belongs elsewhere",
                "It belongs elsewhere",
                hint="It stays with your team until somebody there has it. Share it with them, and ring.",
            ),
        ],
    )
    words = LongTextField(label="Why?", required_message="Say why", rows=4, max_length=MOST)


class ConsiderForm(Form):
    outcome = RadiosField(
        label="What did your group decide?",
        required_message="Say what your group decided",
        choices=[
            Choice("the rule stays", "The rule stays as it is"),
            Choice("the rule will be changed", "The rule will be changed"),
            Choice("the rule will be made clearer", "The rule will be made clearer"),
        ],
    )
    words = LongTextField(
        label="Why?",
        required_message="Say why",
        rows=4,
        max_length=MOST,
        help_text="Say nothing of a child or a family here. Your words are for those who work with the rule.",
    )

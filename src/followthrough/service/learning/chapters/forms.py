"""What is asked of whoever begins a chapter or writes its next version?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from followthrough.service.design.forms import (
    CheckboxesField,
    Choice,
    DateField,
    Form,
    LongTextField,
    SelectField,
    TextField,
)
from followthrough.service.learning.chapters.models import EVERYBODY

LONGEST, MOST = 40_000, 2000
SOME = ("agencies", "teams", "roles")
Offered = Sequence[tuple[str, str]]


def _some(label: str, missing: str) -> CheckboxesField:
    return CheckboxesField(label=label, required=False, marks_optional=False, is_small=True, required_message=missing)


class BeginForm(Form):
    title = TextField(label="What is the chapter called?", required_message="Enter what it is called", max_length=120)
    about = TextField(
        label="What is it about?",
        required_message="Enter what it is about",
        max_length=300,
        help_text="One sentence, so that a worker knows whether to open it",
    )


class ApproveForm(Form):
    """Asks nothing: whoever presses the button has read what stands above it. It holds what speaks against it."""


class WriteForm(Form):
    text = LongTextField(
        label="What does it say?",
        required=False,
        rows=20,
        max_length=LONGEST,
        help_text="Leave an empty line between paragraphs. One short line without a full stop is a heading.",
    )
    link = TextField(
        label="Where does it stand, if not here?",
        required=False,
        max_length=300,
        help_text="The address of the text, for example on the Board’s own site",
    )
    what_changed = LongTextField(
        label="What is new?",
        required_message="Enter what is new",
        rows=3,
        max_length=MOST,
        help_text="What somebody who knew the version before has to know",
    )
    from_on = DateField(
        label="From which day is it in force?", required_message="Enter the day from which it is in force"
    )
    who = CheckboxesField(
        label="Who must read it?",
        required=False,
        marks_optional=False,
        help_text="Tick nothing if nobody must. Everybody may read it.",
        choices=[
            Choice(EVERYBODY, "Everybody who works here"),
            Choice("agencies", "Some agencies", reveals="agencies"),
            Choice("teams", "Some teams", reveals="teams"),
            Choice("roles", "Whoever has a role", reveals="roles"),
        ],
    )
    agencies = _some("Which agencies?", "Select at least one agency")
    teams = _some("Which teams?", "Select at least one team")
    roles = _some("Which roles?", "Select at least one role")
    answers = CheckboxesField(label="Which recommendations does it answer?", required=False)
    change = SelectField(label="Which change of a rule carries it?", required=False)

    def __init__(
        self,
        *args: Any,
        agencies: Offered,
        teams: Offered,
        roles: Offered,
        answers: Offered,
        changes: Offered,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {"agencies": agencies, "teams": teams, "roles": roles, "answers": answers}
        for name, choices in offered.items():
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]
        self.fields["change"].choices = [("", "None"), *changes]  # type: ignore[attr-defined]
        for name, is_asked in (("answers", answers), ("change", changes)):
            if not is_asked:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not said.get("text") and not said.get("link") and not {"text", "link"} & set(self.errors):
            self.add_error("text", "Enter what it says, or where it stands")
        for name in SOME:
            self.require_when(name, "who", name)
        return said

    @property
    def must_read(self) -> list[str]:
        who = self.cleaned_data["who"]
        if EVERYBODY in who:
            return [EVERYBODY]
        return [each for name in SOME if name in who for each in self.cleaned_data[name]]

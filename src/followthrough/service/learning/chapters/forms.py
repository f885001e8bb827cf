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
    RadiosField,
    TextField,
)
from followthrough.service.learning.chapters.models import EVERYBODY

LONGEST, MOST = 40_000, 2000
SOME, NOBODY = "some", "nobody"
Offered = Sequence[tuple[str, str]]


class BeginForm(Form):
    title = TextField(label="What is the chapter called?", required_message="Enter what it is called", max_length=120)
    about = TextField(
        label="What is it about?",
        required_message="Enter what it is about",
        max_length=300,
        help_text="One sentence, so that a worker knows whether to open it",
    )


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
    who = RadiosField(
        label="Who must read it?",
        required_message="Select who must read it",
        choices=[
            Choice(EVERYBODY, "Everybody who works here"),
            Choice(SOME, "Some agencies, teams or roles", "Choose them below"),
            Choice(NOBODY, "Nobody must; everybody may"),
        ],
    )
    agencies = CheckboxesField(label="Agencies that must read it", required=False, is_small=True)
    teams = CheckboxesField(label="Teams that must read it", required=False, is_small=True)
    roles = CheckboxesField(label="Roles that must read it", required=False, is_small=True)
    answers = CheckboxesField(label="Which recommendations does it answer?", required=False)
    change = TextField(
        label="Which change of a rule carries it?",
        required=False,
        max_length=60,
        width=20,
        help_text="The key of the change, if the rulebook changes with it",
    )

    def __init__(
        self, *args: Any, agencies: Offered, teams: Offered, roles: Offered, answers: Offered, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("agencies", agencies), ("teams", teams), ("roles", roles), ("answers", answers)):
            self.fields[name].choices = list(offered)  # type: ignore[attr-defined]
        if not answers:
            del self.fields["answers"]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not said.get("text") and not said.get("link") and not {"text", "link"} & set(self.errors):
            self.add_error("text", "Enter what it says, or where it stands")
        if said.get("who") == SOME and not self._some:
            self.add_error("agencies", "Select at least one agency, team or role")
        return said

    @property
    def _some(self) -> list[str]:
        return [each for name in ("agencies", "teams", "roles") for each in self.cleaned_data.get(name, [])]

    @property
    def must_read(self) -> list[str]:
        who = self.cleaned_data["who"]
        return self._some if who == SOME else [EVERYBODY] if who == EVERYBODY else []

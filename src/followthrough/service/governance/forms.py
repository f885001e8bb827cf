"""What is asked of a privacy officer? What a look-up was about; what two agencies have agreed."""

from __future__ import annotations

from typing import Any

from followthrough.service.agencies import queries as agencies
from followthrough.service.design.forms import (
    Choice,
    DateField,
    Form,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
)
from followthrough.service.governance.models import LookReview


class ReviewForm(Form):
    outcome = RadiosField(
        label="What did you find out?",
        choices=[Choice(each.value, each.label) for each in LookReview.Outcome],
        required_message="Choose what you found out",
    )
    words = LongTextField(
        label="How do you know?",
        required_message="Say how you know",
        rows=3,
        max_length=2000,
        help_text="Name no child here. Whom you asked, and what they said.",
    )


class AgreementForm(Form):
    one = SelectField(label="One agency", required_message="Choose an agency", choices=[])
    other = SelectField(label="The other agency", required_message="Choose the other agency", choices=[])
    title = TextField(label="What is it called?", required_message="Say what it is called", max_length=200)
    kept_at = TextField(
        label="Where is the signed paper kept?", required_message="Say where the signed paper is kept", max_length=200
    )
    from_on = DateField(label="From which day?", required_message="Say from which day")
    to_on = DateField(label="Until which day?", required=False, help_text="Leave it empty if it has no end.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [("", "Choose"), *((each.key, each.title) for each in agencies.agencies())]
        for name in ("one", "other"):
            field: Any = self.fields[name]
            field.choices = known

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("one") and said.get("one") == said.get("other"):
            self.add_error("other", "Choose another agency than the first")
        if said.get("from_on") and said.get("to_on") and said["to_on"] < said["from_on"]:
            self.add_error("to_on", "The last day must not be before the first")
        return said

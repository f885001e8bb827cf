"""What is asked where somebody decides. Each asks that the history beside it was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from followthrough.service.chronology import deciding
from followthrough.service.chronology.forms import has_read
from followthrough.service.chronology.framework import SECTION_17, law_field
from followthrough.service.decisions.actions import SUMMED_UP
from followthrough.service.decisions.queries import NOTHING
from followthrough.service.design.forms import (
    CheckboxesField,
    Choice,
    Finds,
    LongTextField,
    RadiosField,
    SelectField,
    TickField,
)
from followthrough.service.sharing.forms.alike import SaidOnce

MOST = 4000
SIGN, BACK = "sign", "back"


class Reading(SaidOnce):
    """Asked last, just above the button."""

    has_read = has_read()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "has_read"])


class ReferralForm(Reading):
    decision = RadiosField(
        label="What happens next?",
        required_message="Select what happens next",
        choices=[
            Choice("protect now", "Protect the child now"),
            Choice(
                "enquiry into harm",
                "Enquire into harm",
                "Children Act 1989, section 47. A strategy discussion comes first",
            ),
            Choice("assess need", "Assess what the child needs", "Children Act 1989, section 17"),
            Choice("other service", "Another service helps"),
            Choice(NOTHING, "No further action", "A manager reads the history too, and signs, before it ends"),
        ],
    )
    reason = LongTextField(label="Why?", required_message="Enter why", rows=4, max_length=MOST,
                           help_text="Say how the history bears on it.")  # fmt: skip
    framework = law_field()
    opens_case = TickField(label="Open a case for the child", required=False)
    called_malicious = TickField(
        label="The referral is called malicious", required=False,
        help_text="Never before the referrer was heard.",
    )  # fmt: skip

    def __init__(self, *args: Any, may_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_open:
            del self.fields["opens_case"]


class ClosureForm(Finds, Reading):
    onward = RadiosField(
        label="Who helps the child now?",
        required_message="Select who helps the child now",
        choices=[
            Choice("early help", "Early help"),
            Choice("another area", "Another area"),
            Choice("adult services", "Adult services"),
            Choice("no further help", "Nobody: no further help is needed"),
        ],
    )
    onward_agency = SelectField(label="Which agency?", required=False)
    reason = LongTextField(
        label="Why can the case be closed?",
        required_message="Enter why the case can be closed",
        rows=4,
        max_length=MOST,
        help_text="What has changed for the child, and who has seen it.",
    )
    framework = law_field(SECTION_17)

    def __init__(self, *args: Any, agencies: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", "Select an agency"), *agencies.items()]
        self.offer("onward_agency", offered, label="Find an agency or a school")


class EndForm(Reading):
    why = RadiosField(
        label="Why does it end?",
        required_message="Select why it ends",
        choices=[
            Choice("needs are met", "The needs are met"),
            Choice("the family did not want it", "The family does not want it", "Say below what you did to win them"),
            Choice("social care leads now", "Children’s social care leads now"),
            Choice("moved away", "The family moved away", "Say below who helps there, and that you told them"),
        ],
    )
    reason = LongTextField(
        label="Why can it end?",
        required_message="Enter why it can end",
        rows=4,
        max_length=MOST,
        help_text="What has changed for the child, who has seen it, and who helps from now on.",
    )
    framework = law_field(SECTION_17)

    def __init__(self, *args: Any, is_help: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Early help rests on the family's agreement, and on no section.
        del self.fields["framework" if is_help else "why"]


class SignForm(Reading):
    answer = RadiosField(
        label="What do you decide?",
        required_message="Select what you decide",
        choices=[
            Choice(SIGN, "I sign it", "It takes effect at once"),
            Choice(BACK, "I send it back", "Nothing changes. Whoever put it forward sees why"),
        ],
    )
    reason = LongTextField(
        label="Why, in your own words?", required_message="Enter why, in your own words", rows=4, max_length=MOST
    )

    def __init__(self, *args: Any, is_of_discussion: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_of_discussion:
            self.fields["answer"].choices = [  # type: ignore[attr-defined]
                Choice(SIGN, "I sign it", "No enquiry into harm begins"),
                Choice(BACK, "I do not sign it", "The agencies have to talk again. Call them, and say why"),
            ]


_READ = (
    Choice(deciding.READ, "I have read the history"),
    Choice(SUMMED_UP, "The chronology is up to date, and I sum it up", reveals="agencies"),
)
_DECIDED = Choice(deciding.REVIEWED, "I am a manager, and I decide on the whole history", reveals="decision")


class ReviewForm(Reading):
    what = RadiosField(label="What do you write down?", required_message="Select what you write down")
    agencies = CheckboxesField(label="Whose records did you read?", required=False, marks_optional=False)
    decision = RadiosField(
        label="What do you decide?",
        required=False,
        marks_optional=False,
        required_message="Select what you decide",
        choices=[
            ("bring the agencies together", "Bring the agencies together"),
            ("refer", "Refer the child"),
            ("keep the plan", "Keep the plan"),
            ("no change", "No change"),
        ],
    )
    words = LongTextField(
        label="What does the history show?",
        required_message="Enter what the history shows",
        rows=5,
        max_length=MOST,
        help_text="What comes back? What has changed? What do we not know?",
    )

    def __init__(self, *args: Any, agencies: Mapping[str, str], may_decide: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["agencies"].choices = list(agencies.items())
        fields["what"].choices = [*_READ, *([_DECIDED] if may_decide else [])]
        if not may_decide:
            del self.fields["decision"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if "decision" in self.fields:
            self.require_when("decision", "what", deciding.REVIEWED)
        return found

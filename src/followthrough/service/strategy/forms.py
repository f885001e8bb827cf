"""What is asked of a judgement, a call, an answer and an outcome. As few questions as the procedures need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from followthrough.service.chronology.forms import has_read
from followthrough.service.chronology.framework import SECTION_47, law_field
from followthrough.service.design.forms import (
    CheckboxesField,
    Choice,
    DateTimeField,
    Finds,
    Form,
    LongTextField,
    RadiosField,
    TextField,
)
from followthrough.service.sharing.forms.alike import Past, SaidOnce
from followthrough.service.strategy.actions import ASSESS, ENDS, GOES_ON, JOINT, NOTHING, SAFETY, SINGLE

MOST, NAME = 4000, 120
YES, NO = "yes", "no"
MEANS = [Choice("telephone", "By telephone"), Choice("meeting", "In a meeting")]
PERSON = "person_"  # before the key of an agency


class JudgementForm(Past, SaidOnce):
    immediate = RadiosField(
        label="Is the child in danger now?",
        required_message="Select whether the child is in danger now",
        choices=[Choice(YES, "Yes"), Choice(NO, "No")],
    )
    child_at = RadiosField(
        label="Where is the child now?",
        required_message="Select where the child is now",
        choices=[
            Choice("home", "At home"),
            Choice("hospital", "In hospital"),
            Choice("school", "At school"),
            Choice("elsewhere", "Elsewhere, or not known"),
        ],
    )
    harm = RadiosField(
        label="What harm do you suspect?",
        required_message="Select what harm you suspect",
        choices=[
            Choice("neglect", "Neglect"),
            Choice("physical abuse", "Physical abuse"),
            Choice("emotional abuse", "Emotional abuse"),
            Choice("sexual abuse", "Sexual abuse"),
            Choice("more than one", "More than one of these"),
        ],
    )
    reason = LongTextField(
        label="What do you judge, and why?",
        required_message="Enter what you judge, and why",
        rows=5,
        max_length=MOST,
        help_text="What you saw and heard, and why you think it is serious. Use the child’s own words where you can.",
    )
    framework = law_field(SECTION_47)
    rests_on = CheckboxesField(
        label="Which entries does it rest on?",
        required=False,
        marks_optional=False,
        help_text="Whoever reads your judgement can open them.",
    )
    at = DateTimeField(label="When did you judge this?", name="The day and time")

    def __init__(self, *args: Any, entries: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rests_on"].choices = list(entries)  # type: ignore[attr-defined]
        if not entries:
            del self.fields["rests_on"]


class CallForm(Finds, SaidOnce):
    means = RadiosField(label="How will you talk?", required_message="Select how you will talk", choices=MEANS)
    why_telephone = LongTextField(
        label="Why not in a meeting?",
        required=False,
        marks_optional=False,
        required_message="Enter why you do not meet",
        rows=2,
        max_length=MOST,
        help_text="A meeting is still owed after the call",
    )
    agencies = CheckboxesField(
        label="Who must take part?",
        required_message="Select who must take part",
        help_text="Social care, police and health at the least. Add whoever raised it, and who knows the child.",
        required=False,
        marks_optional=False,
    )
    others = CheckboxesField(label="Other agencies", required=False, marks_optional=False, is_small=True)
    at = DateTimeField(
        label="When?",
        name="The day and time",
        help_text="For a call tonight, leave the time as it is.",
    )
    join = TextField(
        label="How do they take part?",
        max_length=200,
        required_message="Enter how they take part",
        help_text="The number to dial, or the place. For example, “We ring you”.",
    )
    words = LongTextField(
        label="What is it about?",
        required_message="Enter what it is about",
        rows=3,
        max_length=MOST,
        help_text="All who are asked read this.",
    )

    def __init__(
        self,
        *args: Any,
        likely: Sequence[Choice],
        others: Sequence[tuple[str, str]],
        needs_meeting: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if needs_meeting:
            by_telephone, *more = MEANS
            self.fields["means"].choices = [replace(by_telephone, reveals="why_telephone"), *more]  # type: ignore[attr-defined]
        else:
            del self.fields["why_telephone"]
        self.fields["agencies"].choices = list(likely)  # type: ignore[attr-defined]
        self.offer("others", others, label="Find an agency or a school")

    @property
    def chosen(self) -> tuple[str, ...]:
        said = self.cleaned_data
        return (*said["agencies"], *said["others"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if "why_telephone" in self.fields:
            self.require_when("why_telephone", "means", "telephone")
        if {"agencies", "others"} <= set(found) and not self.chosen:
            self.add_error("agencies", "Select at least one agency")
        return found


class AnswerForm(Form):
    comes = RadiosField(
        label="Will they take part?",
        required_message="Select whether they will take part",
        choices=[Choice(YES, "Yes", reveals="person"), Choice(NO, "No")],
    )
    person = TextField(
        label="Who?",
        max_length=NAME,
        required=False,
        marks_optional=False,
        required_message="Enter who takes part",
        help_text="Name, and role if you know it",
    )
    brings = LongTextField(
        label="What do they know of the child and the family?",
        required=False,
        rows=4,
        max_length=MOST,
        help_text="Facts that the others need for the decision. The full record stays in their own system.",
    )

    def __init__(self, *args: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_own:
            self.fields["comes"].label = "Will your agency take part?"
            self.fields["brings"].label = "What does your agency know of the child and the family?"

    def clean(self) -> dict[str, Any]:
        self.require_when("person", "comes", YES)
        return self.cleaned_data


DECISIONS = {
    JOINT: Choice(JOINT, "Enquiry into harm, together with the police", "Children Act 1989, section 47"),
    SINGLE: Choice(SINGLE, "Enquiry into harm by social care alone", "Children Act 1989, section 47"),
    GOES_ON: Choice(GOES_ON, "The enquiry goes on", "Children Act 1989, section 47"),
    ENDS: Choice(ENDS, "The enquiry ends", "Say below what it found, and why it ends"),
    ASSESS: Choice(ASSESS, "Assessment of need", "Children Act 1989, section 17"),
    NOTHING: Choice(NOTHING, "No further action", "A manager has to sign this"),
    SAFETY: Choice(
        SAFETY, "Only what keeps the child safe now", "When police or health were not there. You meet again."
    ),
}
_WITH_ENQUIRY = (GOES_ON, ENDS, SAFETY)
_WITHOUT = (JOINT, SINGLE, ASSESS, NOTHING, SAFETY)
_NEED_ALL = (ASSESS, NOTHING, ENDS)  # to do less needs all three; to protect does not


class HoldForm(Past, SaidOnce):
    """One field for the people of each agency that was asked, a name on each line: an empty one says that nobody was
    there for it.
    """

    at = DateTimeField(label="When was it?", name="The day and time")
    means = RadiosField(label="How did you talk?", required_message="Select how you talked", choices=MEANS)
    led_by = TextField(
        label="Who led it?", max_length=NAME, required_message="Enter who led it", help_text="A manager of social care"
    )
    decision = RadiosField(label="What did you decide?", required_message="Select what you decided")
    reason = LongTextField(label="Why?", required_message="Enter why", rows=4, max_length=MOST)
    framework = law_field()
    protection = RadiosField(
        label="Is the child protected at once?",
        required_message="Select how the child is protected",
        choices=[
            Choice("none needed now", "No order or power is needed now"),
            Choice("police protection", "Police protection", "Children Act 1989, section 46"),
            Choice("emergency protection order", "Emergency protection order", "Children Act 1989, section 44"),
            Choice("accommodation by agreement", "Cared for by agreement", "Children Act 1989, section 20"),
            Choice("other", "Another way", "Say how in the arrangements"),
        ],
    )
    arrangements = LongTextField(
        label="What is arranged for the child?",
        required_message="Enter what is arranged for the child",
        rows=7,
        max_length=MOST,
        help_text="Where the child is tonight and with whom. Who may not come near. Who sees the child, and when. "
        "Who does what, by when.",
    )
    family_told = TextField(
        label="Who tells the family, and how?",
        max_length=400,
        required_message="Enter who tells the family, and how",
        help_text="In their language, with an interpreter where one is needed",
    )
    link = TextField(
        label="Where is the full record?",
        max_length=300,
        required=False,
        help_text="A reference or link in your own system",
    )
    has_read = has_read()

    def __init__(self, *args: Any, asked: Mapping[str, str], missing: Any, has_enquiry: bool, **kwargs: Any) -> None:
        """`asked` are titles of agencies by key; `missing` says which of the three are not among agencies."""
        super().__init__(*args, **kwargs)
        self.asked, self._missing = asked, missing
        offered = _WITH_ENQUIRY if has_enquiry else _WITHOUT
        self.fields["decision"].choices = [DECISIONS[each] for each in offered]  # type: ignore[attr-defined]
        for key, title in asked.items():
            self.fields[PERSON + key] = LongTextField(
                label=title, rows=2, max_length=4 * NAME, required=False, marks_optional=False,
            )  # fmt: skip
        people = [PERSON + key for key in asked]
        self.order_fields(["key", "at", "means", "led_by", *people, "decision"])

    @property
    def people(self) -> list[Any]:
        return [self[PERSON + key] for key in self.asked]

    @property
    def present(self) -> dict[str, tuple[str, ...]]:
        """The names of those who were there, by agency."""
        said = {key: self.cleaned_data.get(PERSON + key, "").splitlines() for key in self.asked}
        names = {key: tuple(dict.fromkeys(filter(None, map(str.strip, lines)))) for key, lines in said.items()}
        return {key: found for key, found in names.items() if found}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        gaps = self._missing(self.present)
        if found.get("decision") in _NEED_ALL and gaps:
            who = " and ".join(gaps)
            self.add_error(
                "decision",
                f"Without {who}, agree only what keeps the child safe now, or begin an enquiry. Then meet again.",
            )
        return found


class UnderstoodForm(Form):
    person = TextField(
        label="Who said so?",
        max_length=NAME,
        required_message="Enter who said so",
        help_text="The name, and the role if you know it",
    )

"""What is asked of an attendance, of each child, and of the sergeant? Each once, and as little as the form needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from followthrough.procedures.model.event import type_of_value
from followthrough.service.chronology import hearing
from followthrough.service.chronology.forms import has_read
from followthrough.service.design.dates import LONDON
from followthrough.service.design.forms import (
    CheckboxesField,
    Choice,
    DateTimeField,
    Form,
    LongTextField,
    RadiosField,
    TextField,
)
from followthrough.service.design.forms.parts import Problem, read_instant, read_time
from followthrough.service.police.queries import DISPUTE, SENT_BACK
from followthrough.service.sharing.forms import AboutForm
from followthrough.service.sharing.forms.alike import FamilyTold, Past, SaidOnce

MOST, SHORT = 4000, 300
YES, NO = "yes", "no"
ALONE, WITH_CARER = "yes, without a carer", "yes, with a carer there"
CALLS = [
    Choice(DISPUTE, "A domestic dispute", "Each child who was there or lives there needs a form"),
    Choice("welfare", "A worry about somebody’s welfare"),
    Choice("missing", "Somebody missing"),
    Choice("violence", "Other violence"),
    Choice("disorder", "Disorder"),
    Choice("other", "Something else"),
]
THRESHOLDS = [
    Choice("urgent", "To triage, urgent", "A child may not be safe now"),
    Choice("action", "To triage, for action", "The child needs help, or a decision"),
    Choice("information", "To triage, for information", "They need to know. Nothing is asked of them"),
    Choice(SENT_BACK, "Back to the officer", "Something is missing or not clear", divider="or"),
]


class AttendanceForm(Past, FamilyTold):
    at = DateTimeField(label="When did you attend?", name="The day and time")
    place = TextField(
        label="Where?",
        max_length=120,
        required_message="Enter where it was",
        help_text="The address finds children who are known there. If it must stay secret, write “a safe address”.",
    )
    incident = TextField(
        label="Police reference", max_length=60, width=20, required_message="Enter the police reference"
    )
    category = RadiosField(
        label="What were you called to?", required_message="Select what you were called to", choices=CALLS
    )
    words = LongTextField(
        label="Why were you called, and what did you find?",
        required_message="Enter why you were called, and what you found",
        rows=5,
        max_length=MOST,
        help_text="What you saw and heard in the home. What each child said comes later.",
    )
    who_was_there = TextField(
        label="Which adults were there?",
        max_length=SHORT,
        required_message="Enter which adults were there",
        help_text="Names, and who they are to the children",
    )
    shift_ends = TextField(
        label="When does your shift end?",
        width=5,
        required=False,
        marks_optional=False,
        help_text="For example, 07:00. Each form is due by then.",
    )
    family_told = RadiosField(
        label="Does the family know that this goes to children’s social care?",
        required_message="Select whether the family knows",
        choices=[Choice(YES, "Yes"), Choice(NO, "No", reveals="why_not_told")],
    )

    def clean_shift_ends(self) -> dt.time | None:
        typed = self.cleaned_data["shift_ends"]
        found = read_time(typed, "The end of the shift") if typed else None
        if isinstance(found, Problem):
            raise ValidationError(found.message)
        return found

    @property
    def shift_ends_at(self) -> dt.datetime | None:
        """The first such time after the attendance."""
        time, at = self.cleaned_data["shift_ends"], self.cleaned_data["at"].astimezone(LONDON)
        if time is None:
            return None
        day = at.date() + dt.timedelta(days=time <= at.time())
        found = read_instant(day, time, "The end of the shift")
        return at + dt.timedelta(hours=12) if isinstance(found, Problem) else found

    @property
    def told(self) -> dict[str, type_of_value]:
        """What the attendance says, beside its kind, place and time."""
        said = self.cleaned_data
        is_told = said["family_told"] == YES
        return {
            "incident": said["incident"].strip(),
            "words": said["words"],
            "who_was_there": said["who_was_there"],
            "shift_ends": self.shift_ends_at or "",
            "family_told": is_told,
            "why_not_told": "" if is_told else said["why_not_told"],
        }


class ChildrenForm(Form):
    """`known` are children who are known at the address, or live with one who is named already."""

    also = CheckboxesField(
        label="Who else lives there?",
        required=False,
        marks_optional=False,
        help_text="Known at this address, or in the home of a child whom you named",
    )

    def __init__(self, *args: Any, known: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["also"].choices = list(known)  # type: ignore[attr-defined]
        if not known:
            del self.fields["also"]


class AddChildForm(AboutForm):
    lives_there = RadiosField(
        label="Does the child live there?",
        required_message="Select whether the child lives there",
        choices=[Choice(YES, "Yes"), Choice(NO, "No: the child was there only then")],
    )


class ChildForm(SaidOnce):
    """One child at one attendance."""

    child_was = RadiosField(
        label="Where was the child?",
        required_message="Select where the child was",
        choices=[
            Choice("in the same room", "In the same room"),
            Choice("elsewhere in the home", "Elsewhere in the home"),
            Choice("outside the home", "Outside the home"),
            Choice("not there", "Not there"),
        ],
    )
    child_seen = RadiosField(
        label="Was the child seen?",
        required_message="Select whether the child was seen",
        choices=[
            Choice(YES, "Yes", reveals="seen_by"),
            Choice(NO, "No", "Nobody saw this child", reveals="why_not"),
        ],
    )
    seen_by = TextField(
        label="By whom?",
        required=False,
        marks_optional=False,
        max_length=120,
        required_message="Enter who saw the child",
    )
    why_not = TextField(
        label="Why not?",
        required=False,
        marks_optional=False,
        max_length=SHORT,
        required_message="Enter why the child was not seen",
    )
    spoken_to = RadiosField(
        label="Did somebody speak with the child?",
        required_message="Select whether somebody spoke with the child",
        choices=[
            Choice(ALONE, "Yes, without a carer"),
            Choice(WITH_CARER, "Yes, with a carer there"),
            Choice("no", "No", "Too young, asleep, or not there"),
        ],
    )
    said = LongTextField(
        label="What did the child say?",
        required=False,
        marks_optional=False,
        rows=3,
        max_length=MOST,
        help_text="The child’s own words. Leave it empty if the child said nothing.",
    )
    interpreter = RadiosField(
        label="Who interpreted?",
        required=False,
        marks_optional=False,
        required_message="Select who interpreted",
        help_text="Only if the child said something",
        choices=[
            Choice("none was needed", "Nobody had to"),
            Choice("independent interpreter", "An interpreter"),
            Choice(hearing.FAMILY, "Somebody of the family", reveals="why_family"),
            Choice(hearing.NOBODY, "Nobody, though one was needed"),
        ],
    )
    why_family = TextField(label="Why somebody of the family?", required=False, marks_optional=False, max_length=SHORT)
    seemed = LongTextField(
        label="How did the child seem?",
        required=False,
        marks_optional=False,
        rows=3,
        max_length=MOST,
        required_message="Enter how the child seemed",
        help_text="What you saw: crying, hiding, quiet, well. For a baby, how it was held.",
    )
    injuries = TextField(
        label="Did you notice an injury?",
        required=False,
        marks_optional=False,
        max_length=SHORT,
        help_text="Short: what, and where on the body. Leave it empty if you saw none.",
    )
    done = LongTextField(
        label="What was done for the child?",
        required_message="Enter what was done for the child",
        rows=3,
        max_length=MOST,
        help_text="For example: doctor called, left with her aunt, nothing that night",
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        self.require_when("seen_by", "child_seen", YES)
        self.require_when("seemed", "child_seen", YES)
        self.require_when("why_not", "child_seen", NO)
        if found.get("child_seen") == NO and found.get("spoken_to") in (ALONE, WITH_CARER):
            self.add_error("spoken_to", "You said that nobody saw the child. Select “No”, or change that answer")
        if found.get("said") and found.get("spoken_to") in (ALONE, WITH_CARER):
            if not found.get("interpreter") and "interpreter" not in self.errors:
                self.add_error("interpreter", self.fields["interpreter"].error_messages["required"])
            if problem := hearing.problem(hearing.HEARD, self.heard):
                self.add_error(*problem)
        return found

    @property
    def answers(self) -> dict[str, type_of_value]:
        """As the form takes them. What does not fit the answer above it is left out."""
        said, is_seen = self.cleaned_data, self.cleaned_data.get("child_seen") == YES
        left_out = ("why_not",) if is_seen else ("seen_by", "seemed")
        names = ("child_was", "seen_by", "why_not", "spoken_to", "said", "seemed", "injuries", "done")
        return {"child_seen": is_seen, **{each: said.get(each, "") for each in names if each not in left_out}}

    @property
    def heard(self) -> dict[str, type_of_value]:
        """What the child said, as it stands beside what others heard; empty where the child said nothing."""
        said = self.cleaned_data
        if not said.get("said") or said.get("spoken_to") not in (ALONE, WITH_CARER):
            return {}
        return {
            "words": said["said"],
            "how": "in talk",
            "alone": said["spoken_to"] == ALONE,
            "interpreter": said.get("interpreter", ""),
            "why_family": said.get("why_family", "") if said.get("interpreter") == hearing.FAMILY else "",
            "by": said.get("seen_by", ""),
        }


class CheckForm(SaidOnce):
    decision = RadiosField(
        label="What becomes of the form?", required_message="Select what becomes of the form", choices=THRESHOLDS
    )
    reason = LongTextField(
        label="Why?",
        required_message="Enter why",
        rows=4,
        max_length=MOST,
        help_text="Why this much and no less. If it goes back: what is missing.",
    )
    has_read = has_read()

"""What is asked about a visit? As little as the next person needs: when, how it went, and the child's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from followthrough.procedures.model.event import type_of_value
from followthrough.service.chronology import hearing
from followthrough.service.chronology.hearing import FAMILY, NOBODY
from followthrough.service.core.ids import reference
from followthrough.service.design.forms import (
    Choice,
    DateTimeField,
    Form,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
)
from followthrough.service.sharing.forms.alike import Past
from followthrough.service.sight.facts import WHYS

MOST = 4000
YES, NO = "yes", "no"


class FilterForm(Form):
    """By GET: whose children and which reason say nothing about a child."""

    whose = RadiosField(
        label="Whose children?",
        required=False,
        marks_optional=False,
        is_inline=True,
        choices=[("", "My team’s"), ("agency", "My agency’s")],
    )
    why = SelectField(
        label="Why listed?",
        required=False,
        marks_optional=False,
        choices=[("", "For any reason, or none"), *WHYS.items()],
    )


class VisitForm(Past):
    """What every one of them asks. `said` is what the record takes; each adds its own to `_said`."""

    at = DateTimeField(label="When was it?", name="The day and time")

    field_order: tuple[str, ...] = ("at",)

    @property
    def said(self) -> dict[str, type_of_value]:
        return {name: value for name, value in self._said().items() if value not in ("", None)}

    def _said(self) -> Mapping[str, type_of_value]:
        return {}


HOWS = [
    ("in talk", "In talk"),
    ("in signs", "In signs"),
    ("in play", "In play"),
    ("in drawing", "In drawing"),
    ("in writing", "In writing"),
    ("by watching the child", "By watching the child"),
]
THROUGH = [
    Choice("none was needed", "No interpreter was needed"),
    Choice("independent interpreter", "An independent interpreter"),
    Choice(FAMILY, "A family member", "A child may not say everything through one", reveals="why_family"),
    Choice(NOBODY, "Nobody, though one was needed"),
]


class SpokenForm(VisitForm):
    """What the child said is written once: at a visit, or by itself. Each asks who interpreted."""

    language = TextField(label="In which language?", max_length=60, required=False)
    why_family = TextField(
        label="Why did a family member interpret?", max_length=300, required=False, marks_optional=False
    )
    kind: ClassVar[str]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        problem = self._problem(found)
        if problem is not None and problem[0] not in self.errors:
            self.add_error(*problem)
        return found

    def _problem(self, found: Mapping[str, Any]) -> tuple[str, str] | None:
        return hearing.problem(self.kind, found)

    def _why_family(self) -> str:
        said = self.cleaned_data
        return str(said["why_family"]) if said["interpreter"] == FAMILY else ""


class SeenForm(SpokenForm):
    kind = hearing.SEEN
    alone = RadiosField(
        label="Did you see the child without a carer?",
        required_message="Select whether you saw the child without a carer",
        choices=[Choice(YES, "Yes"), Choice(NO, "No", reveals="why_not_alone")],
    )
    why_not_alone = RadiosField(
        label="Why not?",
        required=False,
        marks_optional=False,
        choices=[
            ("too young", "Too young"),
            ("did not want to", "The child did not want to"),
            ("not safe", "Not safe"),
        ],
    )
    place = RadiosField(
        label="Where?",
        required_message="Select where you saw the child",
        choices=[
            ("home", "At home"),
            ("school", "At school"),
            ("clinic", "At a clinic"),
            ("hospital", "In hospital"),
            ("elsewhere", "Elsewhere"),
        ],
    )
    bedroom_seen = RadiosField(
        label="If at home: did you see where the child sleeps?",
        required=False,
        marks_optional=False,
        is_inline=True,
        choices=[(YES, "Yes"), (NO, "No")],
    )
    words = LongTextField(
        label="What did the child say or show?",
        required=False,
        rows=4,
        max_length=MOST,
        help_text="In the child’s own words where you can. Then say below how, and who interpreted.",
    )
    how = RadiosField(
        label="If the child said or showed something: how?", required=False, marks_optional=False, choices=HOWS
    )
    interpreter = RadiosField(label="And who interpreted?", required=False, marks_optional=False, choices=THROUGH)

    field_order: tuple[str, ...] = (
        *("at", "alone", "why_not_alone", "place", "bedroom_seen"),
        *("words", "how", "language", "interpreter", "why_family"),
    )

    def _problem(self, found: Mapping[str, Any]) -> tuple[str, str] | None:
        """Who interpreted may be filled in from what is known; how the child was heard is a person's answer."""
        if not found.get("words"):
            return ("words", hearing.NO_WORDS) if found.get("how") else None
        return super()._problem(found)

    def _said(self) -> Mapping[str, type_of_value]:
        said = self.cleaned_data
        is_alone = said["alone"] == YES
        heard = {name: said[name] for name in ("words", "how", "language", "interpreter")} if said["words"] else {}
        return {
            "alone": is_alone,
            "why_not_alone": "" if is_alone else said["why_not_alone"],
            "place": said["place"],
            "bedroom_seen": {YES: True, NO: False}.get(said["bedroom_seen"] if said["place"] == "home" else "", ""),
            **heard,
            "why_family": self._why_family() if said["words"] else "",
        }


class NoAccessForm(VisitForm):
    words = LongTextField(
        label="What did you see and hear at the door?",
        required=False,
        rows=4,
        max_length=MOST,
        help_text="For example, who spoke to you, and what they said of the child.",
    )

    def _said(self) -> Mapping[str, type_of_value]:
        return {"visit": reference(), "words": self.cleaned_data["words"]}


class CancelledForm(VisitForm):
    at = DateTimeField(label="When was the visit to be, or when did you hear?", name="The day and time")
    by_whom = RadiosField(
        label="Who cancelled it?",
        required_message="Select who cancelled it",
        choices=[("the family", "The family"), ("the agency", "We did")],
    )
    reason = LongTextField(label="What reason was given?", required=False, rows=3, max_length=MOST)

    def _said(self) -> Mapping[str, type_of_value]:
        return {"visit": reference(), "by_whom": self.cleaned_data["by_whom"], "reason": self.cleaned_data["reason"]}


class NotBroughtForm(VisitForm):
    at = DateTimeField(label="When was the appointment?", name="The day and time")
    service = TextField(
        label="To what was the child not brought?",
        max_length=200,
        required_message="Enter to what the child was not brought",
        help_text="For example, hearing test",
    )

    def _said(self) -> Mapping[str, type_of_value]:
        return {"appointment": reference(), "service": self.cleaned_data["service"]}


class HearForm(SpokenForm):
    kind = hearing.HEARD
    words = LongTextField(
        label="What did the child say or show?",
        required_message="Enter what the child said or showed",
        rows=4,
        max_length=MOST,
        help_text="The child’s own words or ways. Not what they mean to you.",
    )
    how = RadiosField(label="How?", required_message="Select how the child was heard", choices=HOWS)
    alone = RadiosField(
        label="Without a carer?",
        required_message="Select whether the child was heard without a carer",
        is_inline=True,
        choices=[(YES, "Yes"), (NO, "No")],
    )
    interpreter = RadiosField(label="Who interpreted?", required_message="Select who interpreted", choices=THROUGH)

    field_order: tuple[str, ...] = ("words", "how", "alone", "language", "interpreter", "why_family", "at")

    def _said(self) -> Mapping[str, type_of_value]:
        said = {name: self.cleaned_data[name] for name in self.field_order if name != "at"}
        return {**said, "alone": said["alone"] == YES, "why_family": self._why_family()}

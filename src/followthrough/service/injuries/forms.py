"""What is asked about an injury. Nothing that one page asked is asked again by the next."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError

from followthrough.pictures.bodymap import Place, words_of
from followthrough.service.chronology.fields import NumberField
from followthrough.service.core import clock
from followthrough.service.design.forms import Choice, DateTimeField, Form, LongTextField, RadiosField, TextField
from followthrough.service.injuries import queries
from followthrough.service.ledger import rulebook
from followthrough.service.sharing.forms.alike import SaidOnce

MOST, NAME = 4000, 120
YES, NO = "yes", "no"
_YES_NO = [Choice(YES, "Yes"), Choice(NO, "No")]
_PUT_DOWN_TO = {
    "sibling": "A brother or sister",
    "accident": "An accident",
    "self": "The child",
    "adult": "An adult",
    "not known": "Nobody has said",
}  # the vocabulary's choices, as a person would answer


def _options(kind: str, field: str) -> list[tuple[str, str]]:
    """The vocabulary’s own words."""
    choices = rulebook.current().vocabulary.kind(kind).fields[field].choices
    return [(each, each[:1].upper() + each[1:]) for each in choices]


def key_of(place: Place) -> str:
    """How a form sends where a mark is."""
    return f"{place[1]}|{place[0]}"


def place_of(key: str) -> Place:
    side, _, site = key.partition("|")
    return (site, side)


class When(SaidOnce):
    """What was seen or done at a time that has passed, and by whom."""

    at = DateTimeField(label="When was it?", name="The day and time")
    by = TextField(label="Who saw it?", max_length=NAME, required=False, marks_optional=False)

    def clean_at(self) -> dt.datetime:
        given: dt.datetime = self.cleaned_data["at"]
        if given > clock.now():
            raise ValidationError("The day and time must not be in the future")
        return given


class SeenForm(When):
    words = LongTextField(
        label="What did you see?",
        required_message="Enter what you saw",
        rows=3,
        max_length=MOST,
        help_text="In plain words. You draw each mark on the next page.",
    )
    can_move = RadiosField(
        label="Can the child move about without help?",
        required_message="Select whether the child can move about",
        choices=_YES_NO,
        is_inline=True,
        help_text="Crawl, bottom-shuffle, pull up to stand, or walk.",
    )
    explanation = LongTextField(
        label="What was said to explain it, word for word?",
        required=False,
        marks_optional=False,
        rows=3,
        max_length=MOST,
        help_text="Leave it empty if nobody has explained it.",
    )
    explained_by = TextField(label="Who said so?", max_length=NAME, required=False, marks_optional=False)
    attributed_to = RadiosField(
        label="What was it put down to?",
        required_message="Select what it was put down to",
        choices=list(_PUT_DOWN_TO.items()),
    )
    significant = RadiosField(
        label="Do you call it a significant injury?",
        required_message="Select whether you call it significant",
        choices=_YES_NO,
        is_inline=True,
        help_text="Your own judgement. No system makes it for you.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].label = "When was it first seen?"
        self.fields["by"].label = "Who saw it first?"
        self.order_fields([name for name in self.fields if name not in ("at", "by")])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("explanation") and not found.get("explained_by"):
            self.add_error("explained_by", "Enter who said so")
        return found


class PlaceForm(Form):
    """Where on the body; the page lays its answers beside the pictures."""

    place = RadiosField(label="Where is the mark?", required_message="Select where the mark is")

    def __init__(self, *args: Any, places: tuple[Place, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["place"]
        field.choices = [(key_of(each), words_of(each)) for each in places]


class SizeForm(When):
    size_mm = NumberField(
        label="How long is it, in millimetres?", width=4, required=False, marks_optional=False,
        help_text="Measure it. If you cannot, leave it empty.",
    )  # fmt: skip
    width_mm = NumberField(label="How wide, in millimetres?", width=4, required=False, marks_optional=False)
    colour = TextField(
        label="What colour is it?",
        max_length=NAME,
        required=False,
        marks_optional=False,
        help_text="As you see it, beside the skin around it. Colour does not tell how old a mark is.",
    )
    # One line: what was typed of a mark and not sent must not come back in the form of another mark.
    words = TextField(
        label="What else do you see?", max_length=300, required=False,
        help_text="For example, its shape, or a pattern.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for name in ("size_mm", "width_mm"):
            given = found.get(name)
            if given is not None and not 0 < given < 1000:
                self.add_error(name, f"{str(self.fields[name].label).rstrip('?')}: enter a number from 1 to 999")
        return found


class MarkForm(SizeForm):
    kind = RadiosField(label="What kind of mark is it?", required_message="Select what kind of mark it is")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = _options(queries.DRAWN, "kind")
        self.order_fields(["key", "kind", "size_mm", "width_mm", "colour", "words", "at", "by"])


class LookForm(SizeForm):
    gone = RadiosField(
        label="Can you still see it?",
        required_message="Select whether you can still see it",
        choices=_YES_NO,
        is_inline=True,
    )
    field_order = ("key", "gone", "size_mm", "width_mm", "colour", "words", "at", "by")


class OpinionForm(When):
    by_role = RadiosField(label="Who is the doctor?", required_message="Select who the doctor is")
    finding = LongTextField(
        label="What did the doctor find and say?",
        required_message="Enter what the doctor found and said",
        rows=5,
        max_length=MOST,
        help_text="In the doctor’s words. The letter stays in your own system.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["by_role"]
        field.choices = _options(queries.EXAMINED, "by_role")
        self.fields["at"].label = "When was the child examined?"
        self.fields["by"].label = "Name of the doctor"
        self.order_fields(["key", "at", "by", "by_role", "finding"])


class PhotographForm(When):
    shows = TextField(label="What does it show?", max_length=300, required_message="Enter what it shows")
    kept = TextField(
        label="Where is it kept?",
        max_length=300,
        required_message="Enter where it is kept",
        help_text="The system or the place. The photograph itself stays there.",
    )
    reference = TextField(label="Its reference there", max_length=NAME, required=False)
    agreed = TextField(
        label="Who agreed to it?",
        max_length=NAME,
        required=False,
        help_text="The child, or who may agree for the child",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].label = "When was it taken?"
        self.fields["by"].label = "Who took it?"
        self.order_fields(["key", "shows", "at", "by", "kept", "reference", "agreed"])


class AccountForm(When):
    """What was said of it since. It stands beside what was said before, and changes nothing there."""

    explanation = LongTextField(
        label="What was said to explain it, word for word?",
        required_message="Enter what was said",
        rows=4,
        max_length=MOST,
    )
    explained_by = TextField(
        label="Whose words are they?",
        max_length=NAME,
        required_message="Enter whose words they are",
        help_text="The child, a parent, a brother or sister, another",
    )
    beside = RadiosField(
        label="How does it stand to what was said before?",
        required_message="Select how it stands to what was said before",
        choices=[
            Choice(queries.SAME, "It is the same"),
            Choice(queries.MORE, "It says more, and changes nothing"),
            Choice(queries.CHANGED, "It is another account", reveals="reason"),
        ],
    )
    reason = LongTextField(
        label="What is different?",
        required=False,
        marks_optional=False,
        required_message="Enter what is different",
        rows=2,
        max_length=MOST,
    )
    attributed_to = RadiosField(
        label="What is it put down to now?",
        required_message="Select what it is put down to",
        choices=list(_PUT_DOWN_TO.items()),
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        """`is_first` where nobody has explained it yet."""
        super().__init__(*args, **kwargs)
        self.fields["at"].label = "When was it said?"
        self.fields["by"].label = "To whom was it said?"
        if is_first:
            del self.fields["beside"], self.fields["reason"]
        self.order_fields(["key", "explanation", "explained_by", "at", "by", "beside", "reason", "attributed_to"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if "beside" in self.fields:
            self.require_when("reason", "beside", queries.CHANGED)
        return found

    @property
    def said(self) -> dict[str, str]:
        said = self.cleaned_data
        given = {name: said[name] for name in ("explanation", "explained_by", "attributed_to")}
        beside = said.get("beside", queries.FIRST)
        reason = said.get("reason", "") if beside == queries.CHANGED else ""
        return {**given, "said_to": said["by"], "beside": beside, "reason": reason}


class ExplanationForm(SaidOnce):
    fits = RadiosField(
        label="Does the explanation fit?",
        required_message="Select whether the explanation fits",
        help_text="Hold it against the child’s age, what the child can do, and the history.",
    )
    reason = LongTextField(label="Why?", required_message="Enter why", rows=4, max_length=MOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["fits"]
        field.choices = _options(queries.CONSIDERED, "fits")

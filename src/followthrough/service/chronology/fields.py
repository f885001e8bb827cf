"""How is a typed field of the vocabulary asked on a page? One form field for each of its eleven types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from followthrough.procedures.model.event import type_of_value
from followthrough.procedures.model.vocabulary import DataField, FieldType
from followthrough.service.core.ids import reference
from followthrough.service.design.forms import (
    CheckboxesField,
    DateField,
    DateTimeField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
)

MOST = 4000
FEW = 7  # options that still read well as radios
NEW = "new"
KNOWN_THERE = ("member", "to_member", "entry", "beside")  # keys: the page that writes it knows which one is meant
OWN = ("by", "signed_by", "decided_by")  # fields that name whoever did it
YES, NO = "yes", "no"
PLAIN = {"by": "By whom", "words": "What was seen, heard or said", "why": "Why", "means": "How", "to": "To whom"}


@dataclass(frozen=True)
class Around:
    """What a form needs to know of the people and places around it. All pairs are (value, words)."""

    agencies: Mapping[str, str]
    teams: Mapping[str, str]
    children: Mapping[str, str]
    viewer_id: str
    viewer_name: str
    keys: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # field → keys in use, with words
    begun: frozenset[str] = frozenset()  # the keys of what the entry itself begins


class NumberField(TextField):
    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value) or "").strip().replace(",", "")
        if not text:
            return None
        try:
            return float(text) if "." in text else int(text)
        except ValueError:
            raise forms.ValidationError(f"{self.label} must be a number, for example 12") from None


def form_field(each: DataField, around: Around) -> forms.Field:
    label = title_of(each)
    need: dict[str, Any] = {"label": label, "required": each.required}
    match each.type:
        case FieldType.TEXT:
            return LongTextField(rows=4, max_length=MOST, **need)
        case FieldType.CHOICE:
            options = [(value, _upper(value)) for value in each.choices]
            return _one_of(options, need)
        case FieldType.BOOLEAN:
            return RadiosField(choices=[(YES, "Yes"), (NO, "No")], is_inline=True, **need)
        case FieldType.NUMBER:
            return NumberField(width=10, **need)
        case FieldType.DATE:
            return DateField(help_text="For example, 27 3 2013", **need)
        case FieldType.INSTANT:
            return DateTimeField(**need)
        case FieldType.AGENCY:
            return SelectField(choices=[("", "Select an agency"), *around.agencies.items()], **need)
        case FieldType.TEAM:
            return SelectField(choices=[("", "Select a team"), *around.teams.items()], **need)
        case FieldType.PERSON:
            initial = around.viewer_name if each.name in OWN else ""
            return TextField(initial=initial, max_length=120, help_text="Name, and role if you know it", **need)
        case FieldType.KEYS:
            options = list((around.children if "child" in each.name else around.agencies).items())
            return CheckboxesField(choices=options, **need)
        case FieldType.KEY:
            return _key_field(each, around, need)
    raise AssertionError(each.type)


def is_asked(each: DataField) -> bool:
    """Not the keys of other entries, and not what may never be the ground of anything."""
    is_listed = each.type is not FieldType.KEYS or "child" in each.name or "agenc" in each.name
    is_known = each.type is FieldType.KEY and each.name in KNOWN_THERE
    return is_listed and not each.protected and not is_known


def to_value(each: DataField, given: Any, around: Around) -> type_of_value | None:
    """What the record takes; None for an answer that was left out."""
    if each.type is FieldType.KEY and given in ("", NEW, None):
        return reference() if each.required else None
    if given in (None, "", [], ()):
        return None
    if each.type is FieldType.BOOLEAN:
        return bool(given == YES)
    if each.type is FieldType.KEYS:
        return tuple(given)
    if each.type is FieldType.TEAM:
        return str(given).rpartition("/")[2]
    if each.type is FieldType.PERSON and given == around.viewer_name:
        return around.viewer_id
    value: type_of_value = given
    return value


def to_initial(each: DataField, value: Any, around: Around, names: Mapping[str, str]) -> Any:
    """A stored value as the form shows it, to be corrected."""
    if each.type is FieldType.BOOLEAN:
        return YES if value else NO
    if each.type is FieldType.KEYS:
        return list(value)
    if each.type is FieldType.TEAM:
        return next((key for key in around.teams if key.endswith(f"/{value}")), "")
    if each.type is FieldType.PERSON:
        return names.get(value, value)
    return value


def title_of(each: DataField) -> str:
    """The vocabulary's title; where it gives none, plain words for the names that many kinds share."""
    own = each.title if each.title != each.name.replace("_", " ") else ""
    return _upper(own or PLAIN.get(each.name, each.name.replace("_", " ")))


def _key_field(each: DataField, around: Around, need: dict[str, Any]) -> forms.Field:
    """A key is what ties entries together: one that is in use is chosen, a new one may be given a number by us. Which
    earlier one is meant has to be said, or what is written now would end nothing; what begins something is new.
    """
    known = around.keys.get(each.name, {})
    if known:
        options = [*known.items(), (NEW, "None of these: it is new")]
        initial = NEW if each.name in around.begun else None
        return RadiosField(choices=options, marks_optional=False, initial=initial, **need)
    need["required"] = False  # an empty one gets a number
    hint = "As your agency numbers it. Leave it empty and it gets a number here." if each.required else ""
    return TextField(max_length=100, width=20, marks_optional=False, help_text=hint, **need)


def _one_of(options: list[tuple[str, str]], need: dict[str, Any]) -> forms.Field:
    if len(options) <= FEW:
        return RadiosField(choices=options, **need)
    return SelectField(choices=[("", "Select one"), *options], **need)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]

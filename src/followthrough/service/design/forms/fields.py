"""The fields of a form, each with a sentence for every way to get it wrong. Dates stand in `moments`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from followthrough.service.design.forms.choices import Choice, split_choices


class Looks:
    """What every field of ours may be told about its looks.

    `required_message` is the error for an empty answer; `label_size` is s, m or l; `is_heading` makes the
    label the page's heading, for a page with one question; `marks_optional` says "(optional)" by itself.
    """

    label_size = "s"
    is_heading = False
    is_inline = False
    is_small = False
    marks_optional = True
    asks = "Enter"

    def __init__(self, *args: Any, required_message: str = "", **kwargs: Any) -> None:
        for name in ("label_size", "is_heading", "is_inline", "is_small", "marks_optional"):
            if name in kwargs:
                setattr(self, name, kwargs.pop(name))
        messages = {"required": required_message or ask_for(self.asks, str(kwargs.get("label") or ""))}
        kwargs["error_messages"] = messages | (kwargs.get("error_messages") or {})
        super().__init__(*args, **kwargs)


def lower_first(text: str) -> str:
    """ "Date of birth" → "date of birth", but "GP's name" stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def ask_for(verb: str, label: str) -> str:
    if not label:
        return "Answer this question"
    return f"Answer the question “{label}”" if label.endswith("?") else f"{verb} {lower_first(label)}"


class TextField(Looks, forms.CharField):
    """One line. `width` is the number of characters expected: 2, 3, 4, 5, 10, 20 or 30."""

    def __init__(self, *args: Any, width: int = 0, **kwargs: Any) -> None:
        self.width = width
        super().__init__(*args, **kwargs)
        say_too_long(self)


class LongTextField(Looks, forms.CharField):
    """Several lines; with `max_length`, the characters left are counted on the page."""

    def __init__(self, *args: Any, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(*args, **kwargs)
        say_too_long(self)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # A hard stop in the browser would cut a pasted account short without a word.
        return {k: v for k, v in super().widget_attrs(widget).items() if k not in ("maxlength", "minlength")}


def say_too_long(field: forms.CharField) -> None:
    for validator in field.validators:
        if isinstance(validator, MaxLengthValidator):
            validator.message = f"{field.label or 'This'} must be {field.max_length} characters or fewer"


_CHOICES: Any = vars(forms.ChoiceField)["choices"]  # Django's property, which ours reads around


class Options(Looks):
    """Shared by all fields that offer options: keeps each option's hint, divider and revealed field."""

    asks = "Select"

    def __init__(self, *, choices: Sequence[Choice | tuple[str, str]] | Any = (), **kwargs: Any) -> None:
        invalid = {"invalid_choice": "Select one of the answers shown"}
        kwargs["error_messages"] = invalid | (kwargs.get("error_messages") or {})
        super().__init__(choices=choices, **kwargs)

    @property
    def choices(self) -> Any:
        return _CHOICES.fget(self)

    @choices.setter
    def choices(self, value: Any) -> None:
        pairs, self.extras = split_choices(value)
        _CHOICES.fset(self, pairs)

    @property
    def offered(self) -> list[Choice]:
        """Each option with all that it says."""
        return [self.extras.get(value) or Choice(value, label) for value, label in self.choices]


class RadiosField(Options, forms.ChoiceField):
    widget = forms.RadioSelect


class CheckboxesField(Options, forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class SelectField(Options, forms.ChoiceField):
    widget = forms.Select


class TickField(Looks, forms.BooleanField):
    """One box to tick; its label is the statement that the tick makes."""

    marks_optional = False

    def __init__(self, *args: Any, required_message: str = "", **kwargs: Any) -> None:
        message = required_message or f"Tick the box: {lower_first(str(kwargs.get('label') or 'I confirm this'))}"
        super().__init__(*args, required_message=message, **kwargs)

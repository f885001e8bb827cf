"""How does a field show itself: its classes, its ids, what describes it, and where an error's link leads?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.forms.widgets import Input

from followthrough.service.design.forms.choices import Choice

KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "tick"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file-upload"),
    (Input, "input"),
)


@dataclass(frozen=True)
class Option:
    id: str
    value: str
    label: str
    is_chosen: bool
    extra: Choice
    revealed: forms.BoundField | None


class BoundField(forms.BoundField):
    """Works for any Django field; what only ours know (`Looks`) has a default."""

    @cached_property
    def kind(self) -> str:
        widget = self.field.widget
        if hasattr(widget, "boxes"):
            return "parts"
        return next((kind for cls, kind in KINDS if isinstance(widget, cls)), "other")

    @property
    def box(self) -> forms.BoundField | None:
        """What finds one of its many options; it stands above them."""
        name = f"find_{self.name}"
        return self.form[name] if name in self.form.fields else None

    @property
    def is_empty(self) -> bool:
        """A group whose options are all still to be found."""
        return self.box is not None and self.is_group and not self.look("choices")

    @property
    def look_for(self) -> str:
        """In which list of its form this box finds something; what its button sends."""
        return self.html_name.replace("find_", "", 1) if self.look("finds") else ""

    @property
    def is_group(self) -> bool:
        return self.kind in ("checkboxes", "radios", "parts")

    def look(self, name: str, default: Any = None) -> Any:
        return getattr(self.field, name, default)

    @property
    def label_classes(self) -> str:
        base = "govuk-fieldset__legend" if self.is_group else "govuk-label"
        size = "l" if self.is_heading else self.look("label_size", "s")
        return f"{base} {base}--{size}"

    @property
    def is_heading(self) -> bool:
        return bool(self.look("is_heading", False))

    @property
    def label_text(self) -> str:
        optional = not self.field.required and self.look("marks_optional", True)
        return f"{self.label} (optional)" if optional and self.kind != "tick" else str(self.label)

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}-hint" if self.help_text else ""

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}-error" if self.errors else ""

    @property
    def count_id(self) -> str:
        return f"{self.auto_id}-info" if self.max_count else ""

    @property
    def max_count(self) -> int:
        return (getattr(self.field, "max_length", None) or 0) if self.kind == "textarea" else 0

    @property
    def described_by(self) -> str:
        return " ".join(filter(None, (self.count_id, self.hint_id, self.error_id)))

    @property
    def first_id(self) -> str:
        """The element that takes the focus when a person follows the error's link."""
        if self.kind == "parts":
            wrong = next((box for box in self.boxes if box["is_bad"]), self.boxes[0])
            return str(wrong["id"])
        if self.kind in ("radios", "checkboxes"):
            return next((option.id for option in self.options), f"{self.auto_id}-group")
        return str(self.id_for_label or self.auto_id)

    @property
    def boxes(self) -> list[dict[str, Any]]:
        field: Any = self.field
        value = self.value()
        boxes: list[dict[str, Any]] = field.widget.boxes(
            self.html_name, value, self.auto_id, field.bad_parts(value) if self.errors else ()
        )
        return boxes

    @property
    def options(self) -> Iterator[Option]:
        extras = self.look("extras", {})
        for item in self.subwidgets:
            value = str(item.data["value"])
            extra = extras.get(value) or Choice(value, "")
            revealed = self.form[extra.reveals] if extra.reveals else None
            yield Option(item.id_for_label, value, item.choice_label, item.data["selected"], extra, revealed)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        # The server answers with a sentence of its own, so the browser's bubbles stay out of the way.
        for unwanted in ("required", "aria-invalid", "aria-describedby"):
            attrs.pop(unwanted, None)
        if not self.is_hidden and not self.is_group:
            attrs |= {"aria-describedby": self.described_by} if self.described_by else {}
            attrs |= {"class": self.widget_classes(widget)} if self.kind != "other" else {}
        return attrs

    def widget_classes(self, widget: forms.Widget) -> str:
        base = "govuk-checkboxes__input" if self.kind == "tick" else f"govuk-{self.kind}"
        classes = [widget.attrs.get("class", ""), base]
        classes += [f"{base}--error"] if self.errors and self.kind != "tick" else []
        classes += [f"govuk-input--width-{self.look('width')}"] if self.look("width") else []
        classes += ["govuk-js-character-count"] if self.max_count else []
        return " ".join(filter(None, classes))

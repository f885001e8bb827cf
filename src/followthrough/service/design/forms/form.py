"""What does a form of ours know beyond Django's: its errors with links, and which fields open under an option."""
from __future__ import annotations

from typing import Any

from django import forms

from .boundfield import BoundField


class Shown:
    """Adds to Django's forms what their templates need. Without JavaScript a revealed field simply stands there."""

    bound_field_class = BoundField
    template_name = "forms/form.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    @property
    def revealed_names(self) -> set[str]:
        """The fields that stand under an option of another field, and so not in the form's own order."""
        extras = (getattr(field, "extras", {}) for field in self.fields.values())  # type: ignore[attr-defined]
        return {choice.reveals for found in extras for choice in found.values() if choice.reveals}

    @property
    def top_fields(self) -> list[BoundField]:
        hidden = self.revealed_names
        return [field for field in self.visible_fields() if field.name not in hidden]  # type: ignore[attr-defined]

    def require_when(self, name: str, other: str, *values: Any) -> None:
        """In `clean`: asks for `name` when `other` was answered with one of `values`."""
        data, fields = self.cleaned_data, self.fields  # type: ignore[attr-defined]
        given = data.get(other)
        chosen = set(given) if isinstance(given, (list, tuple)) else {given}
        if chosen & set(values) and name not in self.errors and not data.get(name):  # type: ignore[attr-defined]
            self.add_error(name, fields[name].error_messages["required"])  # type: ignore[attr-defined]


class Form(Shown, forms.Form):
    pass


class ModelForm(Shown, forms.ModelForm):
    pass


def error_items(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Every error as (sentence, where its link leads); an error of the whole form leads nowhere. Page order."""
    items = [(str(message), "") for message in form.non_field_errors()]
    for field in form:
        target = f"#{field.first_id}" if not field.is_hidden and hasattr(field, "first_id") else ""
        items += [(str(message), target) for message in field.errors]
    return items

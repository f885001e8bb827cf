"""What does a form know beyond Django's: its errors with links, and which fields open under an option."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, QueryDict

from followthrough.service.design.forms.boundfield import BoundField

if TYPE_CHECKING:
    Base = forms.BaseForm
else:
    Base = object


class Shown(Base):
    """Adds what the templates need. Without JavaScript a revealed field simply stands there."""

    bound_field_class: type[forms.BoundField] | None = BoundField
    template_name = "forms/form.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    @property
    def revealed_names(self) -> set[str]:
        """The fields that stand under an option of another field, and so not in the form's own order."""
        extras = (getattr(field, "extras", {}) for field in self.fields.values())
        return {choice.reveals for found in extras for choice in found.values() if choice.reveals}

    @property
    def top_fields(self) -> list[forms.BoundField]:
        hidden = self.revealed_names | {name for name, field in self.fields.items() if getattr(field, "finds", False)}
        return [field for field in self.visible_fields() if field.name not in hidden]

    def require_when(self, name: str, other: str, *values: Any) -> None:
        """In `clean`: asks for `name` when `other` was answered with one of `values`."""
        data, fields = self.cleaned_data, self.fields
        given = data.get(other)
        chosen = set(given) if isinstance(given, (list, tuple)) else {given}
        if chosen & set(values) and name not in self.errors and not data.get(name):
            self.add_error(name, fields[name].error_messages["required"])


class Form(Shown, forms.Form):
    pass


class ModelForm(Shown, forms.ModelForm):
    pass


def error_items(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Every error as (sentence, where its link leads), in page order; one of the whole form leads nowhere."""
    items = [(str(message), "") for message in form.non_field_errors()]
    for field in form:
        target = f"#{field.first_id}" if not field.is_hidden and hasattr(field, "first_id") else ""
        items += [(str(message), target) for message in field.errors]
    return items


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is made with: bound to what was sent, or empty where the page is only opened."""
    return request.POST if request.method == "POST" else None

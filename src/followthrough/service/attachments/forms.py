"""The fields by which files are added to a draft and taken off again; they work without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from followthrough.service.attachments import kinds
from followthrough.service.attachments.models import Attachment
from followthrough.service.attachments.presenters import line
from followthrough.service.design.forms import CheckboxesField, Choice
from followthrough.service.design.forms.fields import Looks

HELP = (
    f"PDF, JPEG, PNG or Word (.docx), up to {kinds.LARGEST >> 20} MB each. "
    "Where a picture was taken and who wrote a document is taken out."
)


class _Several(forms.FileInput):
    allow_multiple_selected = True


class FilesField(Looks, forms.FileField):
    """Chosen files are kept or refused one by one by `actions.add`; the form itself asks for nothing."""

    widget = _Several(attrs={"accept": kinds.ACCEPT})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, help_text=HELP, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> None:
        return None


def take_off_field(held: Iterable[Attachment]) -> CheckboxesField:
    choices = [Choice(each.pk, line(each)) for each in held]
    return CheckboxesField(
        label="Files that you have added", help_text="Tick the ones to take off again.", required=False,
        marks_optional=False, is_small=True, choices=choices,
    )  # fmt: skip

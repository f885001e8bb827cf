"""A file of rows that another program wrote is brought, and each of its columns is named."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from followthrough.service.design.forms.fields import Looks, SelectField
from followthrough.service.design.forms.form import Form


class RowsField(Looks, forms.FileField):
    """A CSV file."""

    widget = forms.FileInput(attrs={"accept": ".csv,text/csv"})
    asks = "Choose"


class ColumnsForm(Form):
    """One question for each thing that a column of `head` can mean: `meanings` by name, those `needed` an answer, and
    what is said without one, with {} for the meaning.
    """

    meanings: ClassVar[Mapping[str, str]]
    needed: ClassVar[Collection[str]]
    missing: ClassVar[str] = "Choose the column for “{}”"

    def __init__(self, *args: Any, head: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, title in self.meanings.items():
            self.fields[name] = SelectField(
                label=title,
                choices=[("", "No column"), *((each, each) for each in head)],
                required=name in self.needed,
                marks_optional=False,
                required_message=self.missing.format(title),
            )

    @property
    def columns(self) -> dict[str, str]:
        """The column of each meaning that has one."""
        return {name: column for name, column in self.cleaned_data.items() if column}

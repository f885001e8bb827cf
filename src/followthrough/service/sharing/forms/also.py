"""One tick on the page that is checked: who is on duty now gets it as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from followthrough.service.design.forms import CheckboxesField, Form


class AlsoForm(Form):
    also = CheckboxesField(
        label="Send it to who is on duty now as well?",
        required=False,
        marks_optional=False,
        label_size="m",
        help_text="It is the same share. Each team has its own clock.",
    )

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["also"].choices = list(teams)  # type: ignore[attr-defined]

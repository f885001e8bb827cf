"""What is asked of whoever merges two records, and of whoever parts them?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from followthrough.service.design.forms import Choice, Form, LongTextField, RadiosField


class MergeForm(Form):
    survivor = RadiosField(
        label="Under which name does the child go on?",
        choices=[],
        required_message="Choose under which name the child goes on",
        help_text="Nothing of the other record is lost: both names are found.",
    )
    reason = LongTextField(
        label="How do you know that it is one child?",
        required_message="Say how you know that it is one child",
        rows=3,
        max_length=1000,
    )

    def __init__(self, *args: Any, names: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["survivor"]
        field.choices = [Choice(key, name) for key, name in names]


class PartForm(Form):
    """One question for each item: whose is it?"""

    reason = LongTextField(
        label="How do you know that they are two children?",
        required_message="Say how you know that they are two children",
        rows=3,
        max_length=1000,
    )

    def __init__(
        self, *args: Any, asked: Sequence[tuple[str, str, str, Sequence[tuple[str, str]], str]], **kwargs: Any
    ) -> None:
        """`asked` are (key, question, hint, choices, what is chosen at first)."""
        super().__init__(*args, **kwargs)
        for key, question, hint, choices, at_first in asked:
            self.fields[key] = RadiosField(
                label=question,
                help_text=hint,
                choices=[Choice(each, name) for each, name in choices],
                initial=at_first,
                required_message=f"Say whose this is: {question}",
            )
        self.fields["reason"] = self.fields.pop("reason")  # asked last, after all that there is to see

    @property
    def placed(self) -> dict[str, str]:
        return {key: value for key, value in self.cleaned_data.items() if key != "reason"}

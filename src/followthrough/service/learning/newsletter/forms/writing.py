"""What is asked when an issue is composed from reviews, and when a section of it is written?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from followthrough.service.design.forms import CheckboxesField, Form, LongTextField, SelectField, TextField
from followthrough.service.learning.newsletter.content import GOOD, QUESTIONS, Line, Part

TITLE_MOST, WORDS_MOST = 160, 1500
SPARE = 2  # empty lines that are offered
MAY_ADD = (Part.FACT, Part.LEARNING)
_GO = "Leave it empty to take it out."


class ComposeForm(Form):
    title = TextField(label="Title of the issue", required_message="Enter a title", max_length=TITLE_MOST)
    reviews = CheckboxesField(
        label="Which reviews does it tell of?", required_message="Select at least one review",
        help_text="The children become Child One, Child Two and so on, in this order.",
    )  # fmt: skip
    corrects = SelectField(label="Does it correct an issue that is out?", required=False)
    correction = LongTextField(
        label="What was wrong in that issue?", required=False, rows=3, max_length=WORDS_MOST,
        help_text="Only if it corrects one. An issue that is out is never changed.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, reviews: Sequence[tuple[str, str]], releases: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviews"].choices = list(reviews)  # type: ignore[attr-defined]
        self.fields["corrects"].choices = [("", "No"), *releases]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("corrects") and not self.cleaned_data.get("correction"):
            self.add_error("correction", "Enter what was wrong in that issue")
        return self.cleaned_data


class FrontForm(Form):
    title = TextField(label="Title of the issue", required_message="Enter a title", max_length=TITLE_MOST)
    opening = LongTextField(
        label="Opening words", required_message="Enter the opening words", rows=6, max_length=WORDS_MOST
    )
    correction = LongTextField(label="What this issue puts right", required=False, rows=3, max_length=WORDS_MOST)

    def __init__(self, *args: Any, corrects: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not corrects:
            del self.fields["correction"]


class LinesForm(Form):
    """A box for each line of a section, which says where the line is from; and empty ones where lines may be added."""

    def __init__(self, *args: Any, lines: Sequence[Line], part: Part, section: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spare = [Line(f"{section}-new-{len(lines) + number}", part, "") for number in range(SPARE)]
        self.lines = [*lines, *(spare if part in MAY_ADD else [])]
        for number, line in enumerate(self.lines, 1):
            self.fields[line.id] = LongTextField(
                label=_label(line, number), required=False, rows=3, max_length=WORDS_MOST, initial=line.words,
                marks_optional=False, help_text=f"From: {line.origin}. {_GO}" if line.origin else "Of your own.",
            )  # fmt: skip

    def written(self) -> list[Line]:
        return [
            Line(line.id, line.part, self.cleaned_data[line.id], line.origin, line.theme, line.side, line.owner)
            for line in self.lines
        ]


def _label(line: Line, number: int) -> str:
    if line.part is Part.FINDING:
        return f"{line.theme}: {'good practice' if line.side == GOOD else 'learning point'} ({number})"
    if line.part is Part.ASK:
        return f"Asked of {line.owner} ({number})"
    return f"{'Fact' if line.part is Part.FACT else 'Point'} {number}"


class QuestionsForm(Form):
    def __init__(self, *args: Any, questions: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, QUESTIONS + 1):
            initial = questions[number - 1] if number <= len(questions) else ""
            self.fields[f"question_{number}"] = LongTextField(
                label=f"Question {number}", rows=2, max_length=300, initial=initial,
                required_message=f"Enter question {number}: a team talks three over",
            )  # fmt: skip

    def written(self) -> list[str]:
        return [self.cleaned_data[f"question_{number}"] for number in range(1, QUESTIONS + 1)]

"""What is asked beside the chronology under review: an episode, a comment on an entry, what a death panel decided?"""

from __future__ import annotations

from typing import Any

from followthrough.service.design.forms import Form, LongTextField, RadiosField, TextField
from followthrough.service.learning.reviews.queries.workspace import Workspace

MOST = 3000
_HOW = "Enter the numbers of entries with commas between them, for example 12, 14"


class EpisodeForm(Form):
    title = TextField(
        label="Title of the episode",
        max_length=120,
        required_message="Enter a title",
        help_text="For example, From the ward to the weekend",
    )
    entries = TextField(
        label="Numbers of the entries",
        max_length=300,
        required_message="Enter the numbers of the entries",
        help_text="As in the chronology under review. For example, 12, 14",
    )
    words = LongTextField(label="What is it about?", required=False, rows=3, max_length=MOST)

    def __init__(self, *args: Any, space: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_number = {each.number: each.root for each in space.entries}

    def clean_entries(self) -> list[str]:
        numbers = [each.strip() for each in str(self.cleaned_data["entries"]).split(",") if each.strip()]
        if not all(each.isdecimal() for each in numbers):
            self.add_error("entries", _HOW)
            return []
        missing = [each for each in numbers if each not in self.by_number]
        if missing:
            self.add_error("entries", f"There is no entry with the number {missing[0]} in the time under review")
            return []
        return [self.by_number[each] for each in numbers]


class CommentForm(Form):
    words = LongTextField(
        label="What does your agency say of it?",
        required_message="Enter what your agency says of it",
        rows=4,
        max_length=MOST,
    )
    evidence = TextField(
        label="Where does more stand that bears it out?",
        required=False,
        max_length=300,
        help_text="An address, or a number in your own system",
    )


class DeathForm(Form):
    reference = TextField(
        label="Reference in the national system",
        max_length=60,
        required_message="Enter the reference in the national system",
        help_text="The forms that the law asks for stay there",
    )
    decision = LongTextField(
        label="What did the child death overview panel decide?",
        required_message="Enter what the panel decided",
        rows=3,
        max_length=MOST,
    )
    abuse_suspected = RadiosField(
        label="Is abuse or neglect suspected?",
        required_message="Select whether abuse or neglect is suspected",
        choices=[("yes", "Yes"), ("no", "No")],
    )
    factors = LongTextField(
        label="Which factors could be changed?",
        required=False,
        rows=3,
        max_length=MOST,
        help_text="Things that may have played a part, and that agencies could change for other children.",
    )
    learning = LongTextField(label="What is learnt from it?", required=False, rows=3, max_length=MOST)

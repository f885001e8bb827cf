"""The text of a chapter in paragraphs and headings, and what is different between two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthrough.service.learning.chapters.queries.words import Part, blocks, compared, counted

OLD = "Meeting\n\nA meeting is held within five days.\n\nIt is written down."
NEW = "Meeting\n\nA meeting, or a call, is held within two days.\n\nIt is written down.\n\nThe school is told."


@pytest.mark.parametrize(
    ("text", "is_heading"),
    [("Who is told", True), ("Who is told.", False), ("One line\nand another", False), ("x" * 81, False)],
)
def test_one_short_line_without_a_full_stop_is_a_heading(text: str, is_heading: bool) -> None:
    assert [each.is_heading for each in blocks(f"{text}\n\n\nThen more.")] == [is_heading, False]


def test_paragraphs_stand_side_by_side_and_differ_word_by_word() -> None:
    pairs = compared(OLD, NEW)
    assert [pair.is_same for pair in pairs] == [True, False, True, False]
    assert Part("five", "removed") in pairs[1].before and Part("two", "added") in pairs[1].after
    assert pairs[3].before == () and pairs[3].after == (Part("The school is told.", "added"),)
    assert counted(pairs) == (9, 2)


@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60))
def test_each_side_holds_all_of_its_words_and_no_other(before: str, after: str) -> None:
    pairs = compared(before, after)
    assert " ".join(part.words for pair in pairs for part in pair.before).split() == before.split()
    assert " ".join(part.words for pair in pairs for part in pair.after).split() == after.split()
    assert all(pair.is_same for pair in compared(before, before))

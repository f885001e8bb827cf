"""The page that sets the newsletter beside ours is true: rows name sections of the issue and words of them, and what it
says of the check is all that the check finds in the example.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from followthrough.service.demo.learnt.issue import issue
from followthrough.service.learning.newsletter.content import Content, Part, passages
from followthrough.service.learning.newsletter.disclosure import Known, Passage, check

PAGE = (Path(__file__).parents[2] / "docs" / "explanation" / "the-newsletter-point-by-point.md").read_text(
    encoding="utf-8"
)
ROWS = re.findall(r"^\| (.+?) \| `(.+?)` \| “(.+?)” \| (.*?) \| (.*?) \|$", PAGE, re.MULTILINE)
ANSWERED = re.findall(r"^\| `(.+?)` \| (.+?) \|$", PAGE, re.MULTILINE)
SAID = re.compile(r"(.+?): “(.+?)”(?: → “(.*?)”)?")
ISSUE = issue()


def sections(content: Content) -> dict[str, str]:
    told = {
        child.section(part): " ".join(line.words for line in child.of(part))
        for child in content.children
        for part in Part
    }
    return {"opening": content.opening, **told}


TOLD = sections(ISSUE)


def test_there_is_a_row_for_every_point() -> None:
    assert len(ROWS) >= 60
    assert {section for _, section, _, _, _ in ROWS} >= {
        f"child-{child}-{part}" for child in (1, 2, 3) for part in ("facts", "asks")
    }


@pytest.mark.parametrize(("point", "section", "words"), [row[:3] for row in ROWS], ids=[row[0][:40] for row in ROWS])
def test_the_words_stand_in_a_section_that_exists(point: str, section: str, words: str) -> None:
    assert section in ISSUE.sections, point
    assert words in TOLD[section], point


def test_every_line_of_the_page_that_is_a_row_is_read() -> None:
    lines = [line for line in PAGE.splitlines() if line.startswith("| ")]
    heads = sum(line.startswith(("| The newsletter says", "| Of |")) for line in lines)
    assert len(lines) - heads == len(ROWS) + len(ANSWERED)


def test_what_the_page_says_of_the_check_is_all_that_the_check_finds() -> None:
    before = issue(is_released=False)
    hits = check([Passage(where, words, child) for where, child, words in passages(before)], Known())
    found = {(re.sub(r"-\d+$", "", each.where) if each.milder is not None else each.where,
              each.rule.value, each.what, each.milder) for each in hits}  # fmt: skip
    assert {told for where, said in _of_the_check() for told in _read(where, said)} == found


def _of_the_check() -> list[tuple[str, str]]:
    return [(section, said) for _, section, _, said, _ in ROWS if said] + ANSWERED


def _read(where: str, said: str) -> list[tuple[str, str, str, str | None]]:
    parts = [SAID.fullmatch(each) for each in said.split("; ")]
    assert all(parts), said
    return [(where, each[1], each[2], each[3]) for each in parts if each]

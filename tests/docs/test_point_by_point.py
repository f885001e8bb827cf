"""The page that sets the newsletter beside ours is true: its rows name sections of the issue, and words of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from followthrough.service.demo.learnt.issue import issue
from followthrough.service.learning.newsletter.content import Content, Part

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "the-newsletter-point-by-point.md"
ROWS = re.findall(
    r"^\| (.+?) \| `(.+?)` \| “(.+?)” \| (.*?) \| (.*?) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
)
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
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    heads = sum(line.startswith("| The newsletter says") for line in lines)
    assert len(lines) - heads == len(ROWS)

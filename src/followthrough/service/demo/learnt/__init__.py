"""What did the reviews of the three children find, and what do they ask? Read from the files beside, in our own words.

The demo enters it as reviews, and `followthrough newsletter` writes an issue of it. `words` is what the panel knows;
`released` is what is left when the check of disclosure has been heard, and the same where the check has nothing to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
CHILDREN = ("child-one", "child-two", "child-three")  # as papers number them


@dataclass(frozen=True)
class Said:
    """`findings` are the keys of those that it comes from; a fact comes from the child's story and has none."""

    words: str
    released: str
    findings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """`rests_on` are ids of the story's entries."""

    key: str
    theme: str
    side: str
    words: str
    released: str
    rests_on: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """`owner` is a word of the recommendations; `asked` names the agency where it is one alone."""

    key: str
    owner: str
    asked: tuple[str, ...]
    words: str
    findings: tuple[str, ...]


@dataclass(frozen=True)
class Learnt:
    """Of one child. `review` is the title of the review and gives nobody away."""

    child: str
    title: str
    review: str
    facts: tuple[Said, ...]
    learning: tuple[Said, ...]
    findings: tuple[Found, ...]
    recommendations: tuple[Asked, ...]


def learnt() -> tuple[Learnt, ...]:
    """Of all three children, in their order."""
    return tuple(_read(HERE / f"{child}.yaml") for child in CHILDREN)


def _read(path: Path) -> Learnt:
    held = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Learnt(
        child=held["child"],
        title=held["title"],
        review=held["review"],
        facts=tuple(map(_said, held["facts"])),
        learning=tuple(map(_said, held["learning"])),
        findings=tuple(map(_found, held["findings"])),
        recommendations=tuple(map(_asked, held["recommendations"])),
    )


def _said(held: dict[str, Any]) -> Said:
    return Said(held["words"], held.get("released", held["words"]), tuple(held.get("findings", ())))


def _found(held: dict[str, Any]) -> Found:
    released = held.get("released", held["words"])
    return Found(held["key"], held["theme"], held["side"], held["words"], released, tuple(held["rests_on"]))


def _asked(held: dict[str, Any]) -> Asked:
    asked, findings = tuple(held.get("asked", ())), tuple(held["findings"])
    return Asked(held["key"], held["owner"], asked, held["words"], findings)

"""Why may something be withheld? Few reasons, each in plain words for whoever asked, with the law that allows it.

None of them is a habit: each has to be true of the very words that it takes out. Where the law lets an agency keep
silent about the reason itself, the pack says in every case that this may be so, so that its silence tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_ACT: Final = "Data Protection Act 2018"
_AT: Final = "https://www.legislation.gov.uk/ukpga/2018/12/schedule"


@dataclass(frozen=True, slots=True)
class Reason:
    """`told` is what the person reads; `asks` helps whoever decides. A quiet one is not told of by itself."""

    code: str
    told: str
    asks: str
    clause: str
    address: str
    is_quiet: bool = False

    @property
    def source(self) -> str:
        return f"{_ACT}, {self.clause}"


REASONS: Final = (
    Reason(
        "third-party",
        "It is about somebody else, who has not agreed that you may see it.",
        "Would it tell of another person? Have you asked them? Is it reasonable without their word?",
        "schedule 2, paragraph 16",
        f"{_AT}/2/part/3",
    ),
    Reason(
        "serious-harm",
        "Reading it would be likely to cause serious harm to the health of you or of somebody else.",
        "Likely, serious, and to whose health? For health words, ask the health professional first.",
        "schedule 3, paragraphs 5, 11 and 19",
        f"{_AT}/3",
    ),
    Reason(
        "best-interests",
        "It is about whether the child was harmed or at risk, and it is not best for the child that you read it.",
        "Only where a parent or an appointed person asks.",
        "schedule 3, paragraph 21",
        f"{_AT}/3/part/5",
    ),
    Reason(
        "in-confidence",
        "The person whose record it is said it, and expected that you would not be told.",
        "Only where a parent or an appointed person asks.",
        "schedule 3, paragraphs 4 and 10",
        f"{_AT}/3",
    ),
    Reason(
        "legal-advice",
        "It is advice of lawyers, or was written for a court case.",
        "Is it really advice? A letter from a lawyer is not enough.",
        "schedule 2, paragraph 19",
        f"{_AT}/2/part/4",
    ),
    Reason(
        "court",
        "It was given to a court, and the court’s own rules say who may read it.",
        "Which rule of the court?",
        "schedule 3, paragraphs 3 and 9",
        f"{_AT}/3",
    ),
    Reason(
        "adoption",
        "It belongs to the record of an adoption, which has rules of its own.",
        "Tell them how to ask for adoption records.",
        "schedule 4, paragraph 3",
        f"{_AT}/4",
    ),
    Reason(
        "crime",
        "Reading it would be likely to get in the way of preventing or finding out a crime.",
        "Ask the police. It is withheld without being listed.",
        "schedule 2, paragraph 2",
        f"{_AT}/2/part/1",
        is_quiet=True,
    ),
)
BY_CODE: Final = {each.code: each for each in REASONS}
ALWAYS_SAID: Final = (
    "In a few cases the law lets us keep something back without saying so, for example while the police look into a "
    "crime. We say this in every pack, whether there is such a thing or not."
)
OTHER_AGENCY: Final = (
    "Other agencies keep some of what they wrote to themselves, such as health in detail. We cannot read it. "
    "You can ask them yourself."
)

"""What does an agency ask itself under section 11? Eight standards, in our own words.

The law behind them is section 11 of the Children Act 2004; the guidance on working together says what it takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Standard:
    slug: str
    title: str
    asks: str
    evidence: str


STANDARDS: Final = (
    Standard("leadership", "Those in charge answer for it",
             "Is one person at the top named who answers for keeping children safe, and do they hear what goes wrong?",
             "For example, minutes in which they asked, and what came of it"),
    Standard("responsibility", "Staff know what is theirs to do",
             "Does everybody know what they must do when they are worried about a child, at any hour?",
             "For example, what ten staff answered when they were asked"),
    Standard("accountability", "It is clear who answers to whom",
             "Is it clear who decides, who checks, and to whom staff turn when nobody listens?",
             "For example, a chart, and a case in which somebody used it"),
    Standard("childrens-views", "Children and families shape the work",
             "What did children and families say, and what did you change because of it?",
             "For example, two changes and what children said of them"),
    Standard("training", "Staff are trained and supervised",
             "Are staff trained for the work that they do, and do they get supervision that is on time?",
             "For example, how many of how many are trained, and supervision held against due"),
    Standard("recruitment", "Nobody unsafe is let in",
             "Are people checked before they begin, and are worries about staff acted on?",
             "For example, a count of checks, and what became of each worry"),
    Standard("working-together", "You work with other agencies",
             "Do you take part in plans and meetings, and do you challenge others when a child is not safe?",
             "For example, meetings attended, and challenges raised"),
    Standard("information", "Information is shared and followed through",
             "Do you check that what you sent was received and acted on?",
             "For example, your figures of shares received and confirmed"),
)  # fmt: skip
BY_SLUG: Final = {each.slug: each for each in STANDARDS}

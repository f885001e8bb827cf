"""Under which law does somebody decide? What usually applies is filled in, and can be changed; capacity from 16.

Which section usually applies to a decision is our own reading of the Children Act 1989: labelled so, and never forced.
"""

from __future__ import annotations

from datetime import date, datetime

from followthrough.service.design.dates import LONDON
from followthrough.service.design.forms import SelectField

SECTION_47, SECTION_17 = "Children Act 1989 section 47", "Children Act 1989 section 17"
CAPACITY_ACT = "Mental Capacity Act 2005"
LAWS = (SECTION_47, SECTION_17, CAPACITY_ACT)
CAPACITY_FROM = 16  # years; Mental Capacity Act 2005, section 2(5)


def law_field(usual: str = "") -> SelectField:
    """`usual` is the law that is filled in; without it, the one that follows from what is decided."""
    words = [(each, f"{each}, what usually applies" if each == usual else each) for each in LAWS]
    return SelectField(
        label="Which law do you decide under?",
        required=False,
        marks_optional=False,
        initial=usual,
        choices=words if usual else [("", "What usually applies to this decision"), *words],
        help_text="Change it if another law applies. What usually applies is our own reading of the law.",
    )


def capacity_from_16(born_on: date | None, now: datetime) -> bool:
    """Whether the Mental Capacity Act speaks of this young person; no birth date says nothing."""
    if born_on is None:
        return False
    today = now.astimezone(LONDON).date()
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day)) >= CAPACITY_FROM

"""How do other systems know a child? By which numbers, and what agencies' own lists say.

For whoever may see the child, on each page about one thing: so that people find it again in their own system.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from followthrough.service.caseload import presenters as lists
from followthrough.service.caseload.queries import standing
from followthrough.service.children.numbers import numbers_standing
from followthrough.service.children.presenters import number_lines
from followthrough.service.design.components import Row


def rows_of(records: Iterable[str], titles: Mapping[str, str]) -> tuple[Row, ...]:
    """`records` are all that the child has; `titles` those of agencies."""
    held = tuple(records)
    numbers = number_lines(numbers_standing(held), titles)
    return (*(Row(label, value) for label, value in numbers.items()), *lists.rows_of(standing(held), titles))

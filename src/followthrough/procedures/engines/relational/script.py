"""What one part of a store was asked, step by step, so that the next is asked the same without thinking it out anew.

To turn a rulebook into SQL takes minutes, whatever the population. The words are the same for every part, as long as
what was decided on the way holds for it, too. Every such decision is written so that more is always right, only
slower: that some row is there, that an agency is among those looked at. So the words of one part hold for each whose
own answers say no more; where one says more, it is thought out again with all that is known by then.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa


@dataclass(frozen=True)
class Statement:
    words: str


@dataclass(frozen=True)
class Given:
    """A table that came from Python: of the calendar, so the same for every part."""

    name: str
    table: pa.Table


@dataclass(frozen=True)
class Asked:
    """A decision: what `words` found, in this part and in those before it."""

    words: str
    found: frozenset[object]


@dataclass(frozen=True)
class Fetched:
    """Rows of an answer; without words there can be none."""

    words: str | None
    none: pa.Table | None = None


Step = Statement | Given | Asked | Fetched


@dataclass
class Script:
    steps: list[Step] = field(default_factory=list)
    names: set[str] = field(default_factory=set)  # of every relation that it makes


class SaysMore(Exception):
    """A part has what no part before it had: the script does not hold for it."""

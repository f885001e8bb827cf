"""Which events does a row rest on, in words? Only those that the reader may see are told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.explain.nouns import Evidence
from followthrough.procedures.explain.words import MaySee, agency_words, kind_words, occurred_words
from followthrough.procedures.model.event import Event
from followthrough.procedures.model.history import History
from followthrough.procedures.model.vocabulary import Vocabulary


def version_of(history: History, root: str, as_of: datetime | None) -> Event | None:
    """The event as it stood at `as_of` (or stands at last); None when the root is no event of the history."""
    chain = history.chains.get(root)
    if chain is None:
        return None
    if as_of is None or chain.root.recorded_at > as_of:
        return chain.members[-1]
    return chain.version(as_of)


def lines(
    roots: Iterable[str],
    history: History,
    vocabulary: Vocabulary,
    calendar: Calendar,
    may_see: MaySee,
    as_of: datetime | None,
) -> tuple[Evidence, ...]:
    """One line for each event, in order of when it happened. Those that may not be seen come last, in no order.

    A reader's history may lack what its reader may not see: such a root counts as hidden, too.
    """
    found = {root: version_of(history, root, as_of) for root in dict.fromkeys(roots)}
    seen = sorted((event.occurred_from, root) for root, event in found.items() if event and may_see(root))
    hidden = sorted(root for root in found if not may_see(root))
    told = (_line(root, event, vocabulary, calendar) for _, root in seen if (event := found[root]))
    return (*told, *(Evidence(root, is_hidden=True) for root in hidden))


def _line(root: str, event: Event, vocabulary: Vocabulary, calendar: Calendar) -> Evidence:
    what = kind_words(event.kind, vocabulary)
    agency = agency_words(event.agency, vocabulary)
    return Evidence(root, occurred_words(event, calendar), agency, what, event.text)

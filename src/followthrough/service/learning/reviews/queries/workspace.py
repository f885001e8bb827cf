"""What is looked at of one child under review: the entries of the period, what was put together and said of them, and
what was owed then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from followthrough.procedures.calendars import localtime
from followthrough.service.access.policies import NotVisible
from followthrough.service.access.reading import open_child
from followthrough.service.children import queries as children
from followthrough.service.chronology.presenters.whole import Reading, reading
from followthrough.service.chronology.queries import Entry
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON
from followthrough.service.learning.reviews.models import Comment, Episode, Review, Reviewed
from followthrough.service.ledger.same import folding


@dataclass(frozen=True)
class Workspace:
    review: Review
    child: Reviewed
    read: Reading
    entries: tuple[Entry, ...]
    episodes: tuple[Episode, ...]
    comments: Mapping[str, list[Comment]]

    def entry(self, event_id: str) -> Entry | None:
        """Of the period, by any of its versions."""
        found = self.read.chronicle.entry(event_id)
        return found if found in self.entries else None

    @property
    def span(self) -> tuple[datetime | None, datetime | None]:
        return span_of(self.review)


def workspace(viewer: Viewer, review: Review, child: Reviewed) -> Workspace:
    """Opens the child as every page of it does: checked, and written down. Raises NotVisible."""
    open_child(viewer, child.child_id)
    folded = folding([child.child_id])
    found = children.child(viewer, folded.survivor(child.child_id))
    if found is None:
        raise NotVisible()
    read = reading(viewer, found, folded)
    comments: dict[str, list[Comment]] = defaultdict(list)
    for each in child.comments.all():
        comments[each.event_id].append(each)
    entries = tuple(each for each in read.chronicle.entries if _is_within(each, span_of(review)))
    return Workspace(review, child, read, entries, tuple(child.episodes.all()), comments)


def span_of(review: Review) -> tuple[datetime | None, datetime | None]:
    return _instant(review.from_on, localtime.start_of), _instant(review.to_on, localtime.end_of)


def _instant(on: date | None, edge: Callable[[date, ZoneInfo], datetime]) -> datetime | None:
    return edge(on, LONDON) if on else None


def _is_within(entry: Entry, span: tuple[datetime | None, datetime | None]) -> bool:
    return is_within_span(entry.stood.occurred_from, span)


def is_within_span(at: datetime, span: tuple[datetime | None, datetime | None]) -> bool:
    return (span[0] is None or span[0] <= at) and (span[1] is None or at <= span[1])

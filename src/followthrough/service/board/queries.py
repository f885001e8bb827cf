"""What was counted for a quarter, and which reports has the chair signed off?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from followthrough.service.agencies import queries as agencies
from followthrough.service.board import counting
from followthrough.service.board.content import Report as Content
from followthrough.service.board.content import from_data
from followthrough.service.board.counting import Counts
from followthrough.service.board.models import Report
from followthrough.service.board.policies import check_can_read
from followthrough.service.board.presenters.report import Names, report_of
from followthrough.service.board.quarters import Quarter
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.cover.models import Period
from followthrough.service.cover.queries.assurance import span_of
from followthrough.service.ledger import rulebook

_LONGEST = timedelta(days=14)  # days off in a row may begin in the quarter before


@dataclass(frozen=True)
class Quarterly:
    """A quarter’s report: as it was signed off, or as it is counted now."""

    quarter: Quarter
    report: Content
    counts: Counts
    signed: Report | None


def quarterly(viewer: Viewer, quarter: Quarter) -> Quarterly:
    """What was signed off is read as it was kept, and is not counted again."""
    check_can_read(viewer)
    kept = list(Report.objects.filter(quarter__lte=quarter.key)[:2])
    if kept and kept[0].quarter == quarter.key:
        return Quarterly(quarter, from_data(kept[0].pages), kept[0].counts, kept[0])
    now = clock.now()
    counts = counting.counted(quarter, now, _holidays(quarter))
    before, compared = (kept[0].counts, kept[0].quarter) if kept else (None, "")
    return Quarterly(quarter, report_of(quarter, counts, before, _names(), now, compared), counts, None)


def signed(viewer: Viewer) -> list[Report]:
    """The latest first, without what they say."""
    check_can_read(viewer)
    return list(Report.objects.defer("counts", "pages"))


def _holidays(quarter: Quarter) -> list[tuple[str, datetime, datetime]]:
    from_on, to_on = (quarter.since - _LONGEST).date(), quarter.until.date()
    spans = [(each.key, *span_of(each)) for each in Period.objects.filter(starts_on__gte=from_on, starts_on__lte=to_on)]
    return [span for span in spans if quarter.since <= span[1] < quarter.until]


def _names() -> Names:
    latest = {key: max(held, key=lambda each: each.version) for key, held in rulebook.current().by_id.items()}
    return Names(
        agencies.titles(),
        {key: each.title for key, each in latest.items()},
        {key: each.theme for key, each in latest.items()},
    )

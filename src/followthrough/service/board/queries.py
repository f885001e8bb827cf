"""What was counted for a quarter, and which reports has the chair signed off?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from followthrough.procedures.model.answer import DutyState
from followthrough.service.agencies import queries as agencies
from followthrough.service.assurance.monthly import counted_in_month
from followthrough.service.board import counting
from followthrough.service.board.content import Report as Content
from followthrough.service.board.content import digest, from_data
from followthrough.service.board.counting import Counts
from followthrough.service.board.models import Report
from followthrough.service.board.policies import check_can_read
from followthrough.service.board.presenters.children import ESCALATION
from followthrough.service.board.presenters.report import Names, report_of
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.cover.models import Period
from followthrough.service.cover.queries.assurance import span_of
from followthrough.service.design.quarters import Quarter
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.queries import duties_for

FELL_DUE = (DutyState.MET, DutyState.MET_LATE, DutyState.MET_RECORDED_LATE, DutyState.BREACHED)
MOST_LISTED = 100
_LONGEST = timedelta(days=14)  # days off in a row may begin in the quarter before


@dataclass(frozen=True)
class Quarterly:
    """A quarter’s report: as it was signed off, or as it was counted this month."""

    quarter: Quarter
    report: Content
    counts: Counts
    signed: Report | None

    @property
    def digest(self) -> str:
        """Says whether somebody has read the same report."""
        return digest(self.report)


def quarterly(viewer: Viewer, quarter: Quarter) -> Quarterly:
    """What was signed off is read as it was kept, and is not counted again. What was not is counted once a month."""
    check_can_read(viewer)
    kept = list(Report.objects.filter(quarter__lte=quarter.key)[:2])
    if kept and kept[0].quarter == quarter.key:
        return Quarterly(quarter, from_data(kept[0].pages), kept[0].counts, kept[0])
    held = counted_in_month(f"board {quarter.key}", lambda upto: count(quarter, upto))
    before, compared = (kept[0].counts, kept[0].quarter) if kept else (None, "")
    report = report_of(quarter, held.counts, before, _names(), held.at, compared)
    return Quarterly(quarter, report, held.counts, None)


def count(quarter: Quarter, upto: datetime) -> Counts:
    return counting.counted(quarter, upto, _holidays(quarter))


def signed(viewer: Viewer) -> list[Report]:
    """The latest first, without what they say."""
    check_can_read(viewer)
    return list(Report.objects.defer("counts", "pages"))


def listed(viewer: Viewer, quarter: Quarter, figure: str) -> list[Duty]:
    """The duties of a figure that this viewer may open anyway; for the Board these are few, and that is right."""
    check_can_read(viewer)
    due = duties_for(viewer).filter(
        ended_at=None, due_at__gte=quarter.since, due_at__lt=min(quarter.until, clock.now())
    )
    if figure == "disagreements":
        due = due.filter(procedure__in=[key for key, theme in _names().themes.items() if theme == ESCALATION])
    return list(due.filter(state__in=FELL_DUE)[:MOST_LISTED])


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

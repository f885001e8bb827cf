"""Which audits are there for this viewer, who is in the partnership, and by when is what owed?"""

from __future__ import annotations

from dataclasses import dataclass

from followthrough.service.agencies.models import Agency
from followthrough.service.assurance.counting import count
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.audits.models import CaseAudit, Sampled, SelfAudit
from followthrough.service.learning.audits.queries.drawing import TICK
from followthrough.service.learning.recommendations.queries.directory import members
from followthrough.service.learning.reviews.models import Review, Theme
from followthrough.service.learning.reviews.policies import visible_reviews

_DUE = """
    select distinct on (subject_id) subject_id as agency, due_at from ledger_duty
    where procedure = 'section-11-returned' and subject_kind = 'agency' and state in ('open', 'breached')
        and ended_at is null and adoption = 'on' order by subject_id, due_at
"""
_JOINED = "select distinct subject_id as agency from stood where kind = 'agency.joined'"


@dataclass(frozen=True)
class Member:
    """`due_at` is when its next audit of itself is due; empty while no clock runs."""

    agency: Agency
    latest: SelfAudit | None
    due_at: str
    has_joined: bool


def partnership(viewer: Viewer) -> list[Member]:
    """Every agency, by name."""
    found = count({"due": _DUE, "joined": _JOINED}, kinds=("agency.joined",), upto=clock.now() + TICK, values={})
    due = {row["agency"]: row["due_at"] for row in found["due"]}
    joined = {row["agency"] for row in found["joined"]}
    latest: dict[str, SelfAudit] = {}
    for each in SelfAudit.objects.order_by("began_at"):
        latest[each.agency_id] = each
    return [
        Member(each, latest.get(each.pk), due.get(each.pk, ""), each.pk in joined)
        for each in members().order_by("title")
    ]


def own_audits(viewer: Viewer) -> list[SelfAudit]:
    return list(SelfAudit.objects.filter(agency=viewer.agency))


def case_audits(viewer: Viewer) -> list[CaseAudit]:
    """As far as row-level security shows them."""
    return list(CaseAudit.objects.all())


def cases(viewer: Viewer, audit: CaseAudit) -> list[Sampled]:
    """For the Board all of them, for an agency its own."""
    return list(Sampled.objects.filter(audit=audit))


def themes() -> list[str]:
    return list(Theme.objects.values_list("title", flat=True))


def open_reviews(viewer: Viewer) -> list[Review]:
    return list(visible_reviews(viewer).filter(ended_at=None))

"""Cases that are read together: a topic is agreed, cases are drawn by chance, read where they lie, and reported."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date

from django.db import transaction

from followthrough.service.access.policies import BOARD
from followthrough.service.core import audit as trail
from followthrough.service.core import clock
from followthrough.service.core.ids import reference
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.audits import policies
from followthrough.service.learning.audits.actions.section11 import happened
from followthrough.service.learning.audits.models import AuditFinding, CaseAudit, Frame, Sampled, Strata
from followthrough.service.learning.audits.policies import CannotAudit
from followthrough.service.learning.audits.queries import drawing
from followthrough.service.learning.audits.sampling import digest
from followthrough.service.learning.audits.sampling import draw as drawn
from followthrough.service.learning.recommendations import actions as recommendations
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.learning.reviews.actions.findings import theme_of
from followthrough.service.learning.reviews.models import Review


@transaction.atomic
def agree_topic(*, topic: str, by: Viewer) -> None:
    """It is audited each year from now on: the clock is the rulebook's."""
    policies.check_can_draw(by)
    if drawing.agreed(by).get(topic):
        raise CannotAudit("This topic is audited each year already.")
    happened("audit-topic.agreed", BOARD, by, audit=reference(), topic=topic)


@transaction.atomic
def draw(
    *,
    title: str,
    question: str,
    topic: str,
    procedure: str,
    since: date,
    until: date,
    strata: str,
    each: int,
    by: Viewer,
    seed: str = "",
) -> CaseAudit:
    """The seed is made by the service; a test may give one. Raises CannotAudit where there is nothing to draw from."""
    policies.check_can_draw(by)
    frame = drawing.frame(procedure, since, until, Strata(strata))
    if not frame:
        raise CannotAudit("Nothing of this procedure fell due in that time. Choose another time or procedure.")
    seed = seed or secrets.token_hex(16)
    made = CaseAudit.objects.create(
        title=title,
        question=question,
        topic=topic,
        agreed_as=drawing.agreed(by).get(topic, ""),
        procedure=procedure,
        since=since,
        until=until,
        strata=strata,
        each=each,
        seed=seed,
        digest=digest(list(frame)),
        drawn_by=by.practitioner_id,
        drawn_at=clock.now(),
    )
    Frame.objects.create(audit=made, cases=[[case.stratum, case.id] for case in sorted(frame)])
    Sampled.objects.bulk_create(
        Sampled(audit=made, number=number, duty_id=case.id, stratum=case.stratum, agency=frame[case])
        for number, case in enumerate(drawn(frame, each=each, seed=seed), 1)
    )
    trail.record("cases.drawn", by=by, detail={"audit": made.key, "frame": len(frame)})
    return made


@transaction.atomic
def read(*, case: Sampled, reading: str, words: str, by: Viewer) -> None:
    """Read again, the latest holds. Raises CannotAudit where the audit was reported meanwhile."""
    policies.check_can_read_case(by, case.audit, case.number)
    kept = Sampled.objects.filter(pk=case.pk).update(
        reading=reading, words=words, read_by=by.practitioner_id, read_at=clock.now()
    )
    if not kept:
        raise CannotAudit(policies.REPORTED)


@transaction.atomic
def find(*, audit: CaseAudit, theme: str, side: str, words: str, by: Viewer) -> AuditFinding:
    """`theme` is a title, and is used again where it was used before."""
    policies.check_can_find(by, audit)
    return AuditFinding.objects.create(
        audit=audit,
        theme=theme_of(theme),
        side=side,
        words=words,
        written_by=by.practitioner_id,
        written_at=clock.now(),
    )


@transaction.atomic
def ask(
    *, finding: AuditFinding, review: Review, owner: str, agencies: Collection[str], words: str, by: Viewer
) -> Recommendation:
    """A recommendation, followed through like every other one. It is kept with the review that it fits."""
    policies.check_can_draw(by)
    made = recommendations.make(review=review, owner=owner, agencies=agencies, words=words, by=by)
    finding.recommendation = made.key
    finding.save(update_fields=["recommendation"])
    return made


@transaction.atomic
def report(*, audit: CaseAudit, words: str, by: Viewer) -> None:
    """Where the topic is audited each year, this is the audit of the year."""
    policies.check_can_find(by, audit)
    held = CaseAudit.objects.select_for_update().filter(pk=audit.pk).first()  # none that is reported can be locked
    if held is None:
        raise CannotAudit(policies.FOUND)
    held.report, held.reported_at = words, clock.now()
    held.save(update_fields=["report", "reported_at"])
    cases = held.cases.exclude(read_at=None).count()
    happened("audit.reported", BOARD, by, audit=held.agreed_as or held.key, cases=cases, words=words)

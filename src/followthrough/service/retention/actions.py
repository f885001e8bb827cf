"""Periods are decided, records are held back, and destroyed by two: each in one transaction with its audit row."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, acting, as_part
from followthrough.service.design.dates import LONDON, day_in_words
from followthrough.service.retention import destroying, digests, kinds, policies, queries
from followthrough.service.retention.counting import Term
from followthrough.service.retention.kinds import Confidence, CountsFrom
from followthrough.service.retention.models import Disposal, Hold, Period


class CannotDecide(ValueError):
    """The message says why, and what to do."""


@transaction.atomic
def decide(*, kind: str, counts_from: CountsFrom, years: int, source: str, reason: str, by: Viewer) -> Period:
    """From now on. What the law asks for can be kept longer, and never less."""
    policies.check_can_decide(by)
    default = kinds.BY_KEY[kind].default
    if default.confidence is Confidence.LAW and (counts_from != default.counts_from or years < default.years):
        raise CannotDecide(
            f"The law asks for {default.years} years from {default.counts_from.label}. You can keep it longer."
        )
    made = Period.objects.create(
        kind=kind,
        counts_from=counts_from,
        years=years,
        source=source,
        reason=reason,
        decided_by=by.practitioner_id,
        decided_at=clock.now(),
    )
    detail = {"kind": kind, "counts_from": str(counts_from), "years": years}
    audit.record("retention.decided", by=by, detail=detail)
    return made


@as_part("retention")
def hold(*, child_id: str, asked_by: str, reason: str, by: Viewer) -> Hold:
    """Without a child, every record is held back."""
    if child_id:
        policies.check_can_hold(by, child_id)
    else:
        policies.check_can_hold_all(by)
    subject = Subject(queries.CHILD, child_id) if child_id else None
    made = Hold.objects.create(
        subject_kind=subject.kind if subject else "",
        subject_id=child_id,
        asked_by=asked_by,
        reason=reason,
        set_by=by.practitioner_id,
        from_at=clock.now(),
    )
    audit.record("hold.set", by=by, subject=subject, detail={"hold": made.pk})
    return made


@as_part("retention")
def end_hold(*, hold: Hold, reason: str, by: Viewer) -> None:
    if queries.hold(by, hold.pk) is None:
        raise policies.NotForYou("This hold has ended already.")
    Hold.objects.filter(pk=hold.pk).update(to_at=clock.now(), ended_by=by.practitioner_id, end_reason=reason)
    subject = Subject(hold.subject_kind, hold.subject_id) if hold.subject_id else None
    audit.record("hold.ended", by=by, subject=subject, detail={"hold": hold.pk})


def propose(*, child_id: str, reason: str, by: Viewer) -> Disposal:
    """One person has reviewed the record: it can go. Nothing happens to it until another agrees."""
    found = queries.one(by, child_id)
    if found is None or not found.is_due(clock.now().astimezone(LONDON).date()) or found.due_on is None:
        raise destroying.StillNeeded("This record is not at the end of its time.")
    if found.kept_by:
        raise destroying.StillNeeded(" ".join(found.kept_by))
    if not by.teams:
        raise policies.NotForYou("You belong to no team now, so nobody can see whose view this is.")
    with acting(by):
        made = Disposal.objects.create(
            subject_kind=queries.CHILD,
            subject_id=child_id,
            of_whom=digests.of_person(found.child.name, found.child.born_on),
            terms=_as_words(found.terms),
            due_on=found.due_on,
            proposed_by=by.practitioner_id,
            proposed_for=by.teams[0],
            proposed_reason=reason,
            proposed_at=clock.now(),
        )
        audit.record(
            "destruction.proposed", by=by, subject=Subject(queries.CHILD, child_id), detail={"disposal": made.pk}
        )
    return made


def answer(*, disposal: Disposal, agrees: bool, reason: str, by: Viewer) -> Disposal:
    """The second person. Who agrees destroys it, now. Raises StillNeeded, and then nothing is changed."""
    with acting(by):
        held = Disposal.objects.select_for_update().get(pk=disposal.pk)
        policies.check_can_answer(by, held)
        now, child = clock.now(), Subject(held.subject_kind, held.subject_id)
        Disposal.objects.filter(pk=held.pk).update(
            agreed=agrees,
            answered_by=by.practitioner_id,
            answered_for=by.teams[0],
            answered_reason=reason,
            answered_at=now,
        )
        action = "destruction.agreed" if agrees else "destruction.refused"
        audit.record(action, by=by, subject=child, detail={"disposal": held.pk})
        if agrees:
            _check_is_due(child.id)
            destroying.destroy(held, at=now, by=by)
            audit.record("record.destroyed", by=by, subject=child, detail={"disposal": held.pk})
        held.refresh_from_db()
        return held


def _check_is_due(child_id: str) -> None:
    """The board may have decided on a longer time since, or more may have been recorded."""
    due = queries.counted(child_id)
    if due is None or not due.is_due(clock.now().astimezone(LONDON).date()):
        raise destroying.StillNeeded("This record is no longer at the end of its time: the days are counted anew.")


def _as_words(terms: Sequence[Term]) -> list[dict[str, str]]:
    return [
        {
            "kind": each.kept.kind.title,
            "period": f"{each.kept.years} years from {each.kept.counts_from.label}",
            "source": each.kept.source,
            "ends_on": day_in_words(each.ends_on) if each.ends_on else "",
        }
        for each in terms
    ]

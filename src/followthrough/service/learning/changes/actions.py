"""What people do with a change: propose it, agree to it, refuse it, take it back.

With the second agreement it stands in the ledger, and is asked from its day on by every process (decision 0025).
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from django.db import connection, transaction
from django.urls import reverse

from followthrough.procedures.language import Written
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON
from followthrough.service.learning.changes import checking, describing
from followthrough.service.learning.changes.models import Agreement, Ended, Proposal, What
from followthrough.service.learning.changes.policies import (
    NEEDED,
    CannotChange,
    check_can_agree,
    check_can_decide,
    check_can_withdraw,
)
from followthrough.service.learning.changes.replaying import CHANGED, sound_of, written_of
from followthrough.service.learning.recommendations import actions as recommendations
from followthrough.service.ledger import adoption, rulebook
from followthrough.service.ledger.models import Adoption, Amendment


class TooLate(ValueError):
    """It can no longer be done so; the message says what to do."""


def read(*, what: What, written: Written, in_force_on: date, by: Viewer) -> describing.Words:
    """What people would read of it. Raises as `propose` does."""
    check_can_decide(by)
    _check_day(in_force_on)
    return describing.words(written, checking.check(written, is_new=what is What.NEW))


@transaction.atomic
def propose(
    *,
    what: What,
    written: Written,
    recommendation: str,
    source_words: str,
    reason: str,
    in_force_on: date,
    by: Viewer,
) -> Proposal:
    """Raises CannotChange, NotSound with the language's sentences, and TooLate."""
    told = read(what=what, written=written, in_force_on=in_force_on, by=by)
    proposal = Proposal.objects.create(
        what=what,
        name=written.id,
        theme=written.theme,
        text=written.text,
        **asdict(told),
        recommendation=recommendation,
        source_words=source_words,
        reason=reason,
        in_force_on=in_force_on,
        proposed_by=by.practitioner_id,
        proposed_at=clock.now(),
    )
    audit.record("change.proposed", by=by, detail={"proposal": proposal.reference, "name": written.id})
    return proposal


@transaction.atomic
def agree(*, proposal: Proposal, words: str, by: Viewer) -> Proposal:
    """The second to agree brings it into force. Raises CannotChange, NotSound and TooLate."""
    _in_order()
    found = _open(proposal)
    check_can_agree(by, found)
    if found.agreements.filter(by=by.practitioner_id).exists():
        raise CannotChange("You have agreed already. Somebody else has to agree too.")
    replay = getattr(found, "replay", None)
    if replay is None or not replay.is_finished:
        raise TooLate("Replay it over past histories first, so that you know what it would ask.")
    if replay.is_stale(rulebook.know(rulebook.last_agreed()).version):
        raise TooLate("The rules have changed since it was replayed. Replay it again, and read what it would ask now.")
    _check_day(found.in_force_on)
    _check_as_read(found)
    Agreement.objects.create(proposal=found, by=by.practitioner_id, at=clock.now(), words=words)
    audit.record("change.agreed-to", by=by, detail={"proposal": found.reference})
    if found.agreements.count() >= NEEDED:
        _bring_into_force(found, by)
    return found


def refuse(*, proposal: Proposal, words: str, by: Viewer) -> Proposal:
    """One no is enough. It stays, with why."""
    check_can_agree(by, proposal)
    return _end(proposal, Ended.REFUSED, words, by)


def withdraw(*, proposal: Proposal, words: str, by: Viewer) -> Proposal:
    check_can_withdraw(by, proposal)
    return _end(proposal, Ended.WITHDRAWN, words, by)


def _bring_into_force(proposal: Proposal, by: Viewer) -> None:
    kind = written_of(proposal).kind.value
    # Each text says the whole of a rule: one from an earlier day would end unsaid on the day of the later one.
    later = Amendment.objects.filter(kind=kind, name=proposal.name, in_force_on__gt=proposal.in_force_on)
    if later.exists():
        raise TooLate(
            "A change of the same was agreed that holds from a later day. Take this back; propose it after that."
        )
    row = Amendment.objects.create(
        kind=kind,
        name=proposal.name,
        theme=proposal.theme,
        text=proposal.text,
        in_force_on=proposal.in_force_on,
        proposal=proposal.pk,
        agreed_at=clock.now(),
    )
    rules = rulebook.know(row.number)
    stances = adoption.current(rules)
    if proposal.what == What.NEW and proposal.name not in stances.decisions:
        reason = f"Agreed as change {proposal.reference}."
        adoption.decide(procedure=proposal.name, adoption=Adoption.ON, reason=reason, by=by, stances=stances)
    _end(proposal, Ended.AGREED, "", by)
    address = reverse("changes:proposal", args=[proposal.pk])
    recommendations.carry(key=proposal.recommendation, title=f"Change of the rules: {proposal}", address=address, by=by)


def _check_as_read(proposal: Proposal) -> None:
    """Whoever agrees has read words: its text must say just that, of the rule as it stands now."""
    if describing.words(written_of(proposal), sound_of(proposal)) != _read(proposal):
        raise TooLate(CHANGED)


def _read(proposal: Proposal) -> describing.Words:
    return describing.Words(proposal.title, proposal.says_now, proposal.says_then, proposal.reaches)


def _in_order() -> None:
    """One at a time until the transaction ends: whoever knows a number then knows every smaller one."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('changes of the rules', 0))")


@transaction.atomic
def _end(proposal: Proposal, ended: Ended, words: str, by: Viewer) -> Proposal:
    found = _open(proposal)
    found.ended, found.ended_because = ended, words
    found.ended_by, found.ended_at = by.practitioner_id, clock.now()
    found.save(update_fields=["ended", "ended_because", "ended_by", "ended_at"])
    audit.record(f"change.{ended}", by=by, detail={"proposal": found.reference})
    return found


def _open(proposal: Proposal) -> Proposal:
    # The database lets nobody hold a row that is decided: it is read without, to say what became of it.
    held = Proposal.objects.select_for_update().filter(pk=proposal.pk).first()
    found = held or Proposal.objects.get(pk=proposal.pk)
    if not found.is_open:
        raise CannotChange(f"This change is decided already: {Ended(found.ended).label.lower()}.")
    return found


def _check_day(day: date) -> None:
    """A rule that holds from today would hold for what happened this morning, which nobody could know."""
    if day <= clock.now().astimezone(LONDON).date():
        raise TooLate("The day from which it holds must be after today. Propose it with a later day.")

"""The replay as JSON, schema "followthrough.replay/1": `schema.json` beside this module defines it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from followthrough.procedures.explain import as_json as why_as_json
from followthrough.procedures.model.answer import Debtor, Gap
from followthrough.procedures.model.procedure import Source
from followthrough.replay.replaying import Replay, ToldDuty, ToldSignal

SCHEMA = "followthrough.replay/1"


def as_json(replays: Sequence[Replay]) -> dict[str, Any]:
    return {"schema": SCHEMA, "stories": [_story(each) for each in replays]}


def _story(told: Replay) -> dict[str, Any]:
    question = told.question
    return {
        "story": question.story.id,
        "title": question.story.title,
        "as_of": _instant(question.as_of),
        "perspective": question.perspective,
        "rulebook_of": question.rulebook_of,
        "rulebook": question.rulebook.version,
        "calendar": told.calendar.version,
        "duties": [_duty(each) for each in told.duties],
        "signals": [_signal(each) for each in told.signals],
        "gaps": [_gap(each) for each in told.gaps],
        "not_applied": [
            {"procedure": each.procedure, "version": each.version, "title": each.title, "reason": each.reason}
            for each in told.not_applied
        ],
    }


def _duty(told: ToldDuty) -> dict[str, Any]:
    row, procedure = told.row, told.procedure
    return {
        "id": row.id,
        "procedure": row.procedure,
        "version": row.version,
        "title": procedure.title,
        "action": procedure.action,
        "debtor": _debtor(row.debtor),
        "subject": str(row.subject),
        "each": row.each or None,
        "trigger": row.trigger,
        "opened_at": _instant(row.opened_at),
        "due_at": _instant(row.due_at),
        "state": row.state.value,
        "closed_at": _instant(row.closed_at),
        "closed_by": row.closed_by,
        "ended_at": _instant(row.ended_at),
        "is_uncertain": row.is_uncertain,
        "because": list(row.because),
        "sum": told.why.sum,
        "why": why_as_json(told.why),
        "source": _source(procedure.source),
        "confidence": procedure.confidence.value,
        "deadline_confidence": procedure.deadline_confidence.value,
    }


def _signal(told: ToldSignal) -> dict[str, Any]:
    row = told.row
    return {
        "id": row.id,
        "procedure": row.procedure,
        "version": row.version,
        "title": told.procedure.title,
        "root": row.root,
        "state": row.state.value,
        "true_at": _instant(row.true_at),
        "stood_from": _instant(told.stood_from),
        "stood_to": _instant(told.stood_to),
        "is_uncertain": row.is_uncertain,
        "evidence": list(row.evidence),
        "why": why_as_json(told.why),
        "source": _source(told.procedure.source),
        "confidence": told.procedure.confidence.value,
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "watch": gap.watch,
        "signal": gap.signal,
        "true_at": _instant(gap.true_at),
        "pooled_at": _instant(gap.pooled_at),
        "by_agency": {agency: _instant(at) for agency, at in sorted(gap.by_agency.items())},
    }


def _debtor(debtor: Debtor) -> dict[str, str | None]:
    return {"agency": debtor.agency, "team": debtor.team or None, "role": debtor.role or None}


def _source(source: Source) -> dict[str, str | None]:
    return {
        "id": source.id,
        "title": source.title,
        "clause": source.clause,
        "address": source.address,
        "verified_on": source.verified_on.isoformat() if source.verified_on else None,
    }


def _instant(at: datetime | None) -> str | None:
    """UTC with microseconds only where there are any: the end of a day is 23:59:59.999999 local time."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")

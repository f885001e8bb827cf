"""An explanation as JSON, schema "followthrough.explanation/1": `explanation.json` beside this module defines it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from followthrough.procedures.explain.nouns import Evidence, Explanation
from followthrough.procedures.model.procedure import Procedure

SCHEMA = "followthrough.explanation/1"


def as_json(why: Explanation) -> dict[str, Any]:
    """What `as_text` says, for programs. Of events that the reader may not see, the number and nothing else."""
    seen = [line for line in why.evidence if not line.is_hidden]
    procedure = why.procedure
    return {
        "schema": SCHEMA,
        "about": why.about,
        "row": why.row,
        "procedure": {"id": procedure.id, "version": procedure.version, "title": procedure.title},
        "state": why.state,
        "sentence": why.sentence,
        "sum": why.sum,
        "notes": list(why.notes),
        "holidays": [{"on": each.on.isoformat(), "name": each.name} for each in why.holidays],
        "evidence": [_evidence(line) for line in seen],
        "hidden": len(why.evidence) - len(seen),
        "what_would_meet": why.what_would_meet,
        "who_next": why.who_next or None,
        "next_at": _instant(why.next_at),
        "source": _source(procedure),
        "confidence": procedure.confidence.value,
        "deadline_confidence": why.deadline_confidence.value if why.deadline_confidence else None,
        "is_our_default": why.is_default,
    }


def _evidence(line: Evidence) -> dict[str, str | None]:
    return {"id": line.root, "when": line.when, "agency": line.agency, "what": line.what, "text": line.text or None}


def _source(procedure: Procedure) -> dict[str, str | None]:
    source = procedure.source
    return {
        "id": source.id,
        "title": source.title,
        "clause": source.clause,
        "address": source.address,
        "verified_on": source.verified_on.isoformat() if source.verified_on else None,
        "says": procedure.says,
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")

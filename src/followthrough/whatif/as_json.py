"""The comparison as JSON, schema "followthrough.whatif/1": docs/reference/population-json.md has each field."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from followthrough.replay.population.as_json import asked
from followthrough.whatif.asking import WhatIf

SCHEMA = "followthrough.whatif/1"


def as_json(told: WhatIf) -> str:
    comparison = told.comparison
    question = asked(told.question, told.engine)
    document = {
        "schema": SCHEMA,
        "asked": {**question, "against": question.pop("rulebook"), "changed": told.changed.version},
        "procedures": [
            {"procedure": each.procedure, "title": each.title, "change": each.change.value} for each in told.reached
        ],
        "duties": comparison.duties,
        "signals": comparison.signals,
        "deadlines_moved": comparison.moved,
        "first_signals_moved": comparison.found,
        "work": comparison.work,
        "weeks": comparison.weeks,
    }
    return json.dumps(document, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be written as JSON")

"""Which procedures wait for a page or an intake? Said at start-up, and no reason not to start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Info, Tags, register

from followthrough.service.ledger import recording, rulebook


@register(Tags.database)  # with those of the database: reading the rulebook is too slow for every small command
def procedures_that_wait(databases: Sequence[str] | None, **_: Any) -> list[CheckMessage]:
    if not databases:
        return []
    rules = rulebook.current()
    waiting = {each.id: missing for each in rules.procedures if (missing := recording.missing(each, rules.vocabulary))}
    if not waiting:
        return []
    lines = [f"    {identity}: {', '.join(sorted(kinds))}" for identity, kinds in sorted(waiting.items())]
    sentence = f"{len(waiting)} procedures wait for a page or an intake, and stay in shadow until then:"
    hint = "They are part of the rulebook; under “Rules that we work by” each one says what it waits for."
    return [Info("\n".join([sentence, *lines]), hint=hint, id="ledger.I001")]

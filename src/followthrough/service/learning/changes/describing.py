"""How does a change read before it is made? What is said now beside what would be said, in plain English."""

from __future__ import annotations

from followthrough.procedures.explain.rules import describe
from followthrough.procedures.language import Written
from followthrough.procedures.language.written import Kind
from followthrough.procedures.model.fromaday import newest
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.learning.changes.checking import Sound


def both(written: Written, sound: Sound) -> tuple[str, str]:
    """What reads otherwise, now and then; of a new rule, all of it."""
    if written.kind is Kind.SETTING:
        return tuple(str(rules.settings[written.id].value) for rules in (sound.before, sound.after))  # type: ignore[return-value]
    now, then = (_lines(rules, written.id) for rules in (sound.before, sound.after))
    return "\n".join(each for each in now if each not in then), "\n".join(each for each in then if each not in now)


def titles(sound: Sound) -> list[str]:
    return sorted(newest(sound.after, each).title for each in sound.changed)


def _lines(rules: Rulebook, identity: str) -> list[str]:
    if identity not in rules.by_id:
        return []
    parts = describe(newest(rules, identity), rules)
    return [f"{part.title}: {said}" for part in parts if part.title != "In force" for said in part.said]

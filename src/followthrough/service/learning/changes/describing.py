"""How does a change read before it is made? What is said now beside what would be said, in plain English.

Told from its text whenever somebody acts on it: nobody agrees to words that say something else.
"""

from __future__ import annotations

from dataclasses import dataclass

from followthrough.procedures.explain.rules import describe
from followthrough.procedures.language import Written
from followthrough.procedures.language.written import Kind
from followthrough.procedures.model.fromaday import newest
from followthrough.procedures.model.procedure import AnyProcedure
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.learning.changes.checking import Sound


@dataclass(frozen=True)
class Words:
    """What people read of a change; `reaches` are the titles of the rules that would ask otherwise, one a line."""

    title: str
    says_now: str
    says_then: str
    reaches: str

    def is_as(self, checked: str) -> bool:
        """Whether somebody has checked these very words: `checked` is what a page has sent back of them."""
        return checked.split() == self.checked.split()

    @property
    def checked(self) -> str:
        return "\n".join((self.title, self.says_now, self.says_then, self.reaches))


def words(written: Written, sound: Sound) -> Words:
    title, now, then = _setting(written, sound) if written.kind is Kind.SETTING else _procedure(written, sound)
    reaches = sorted(newest(sound.after, each).title for each in sound.changed)
    return Words(title, now, then, "\n".join(reaches))


def _setting(written: Written, sound: Sound) -> tuple[str, str, str]:
    was, now = (rules.settings[written.id] for rules in (sound.before, sound.after))
    return now.title, str(was.value), str(now.value)


def _procedure(written: Written, sound: Sound) -> tuple[str, str, str]:
    """What reads otherwise, now and then; of a new rule, all of it."""
    now, then = (_lines(rules, written.id) for rules in (sound.before, sound.after))
    title = newest(sound.after, written.id).title
    return title, *("\n".join(each for each in told if each not in other) for told, other in ((now, then), (then, now)))  # type: ignore[return-value]


def part(procedure: AnyProcedure, rules: Rulebook, key: str) -> tuple[str, ...]:
    return next((each.said for each in describe(procedure, rules) if each.key == key), ())


def _lines(rules: Rulebook, identity: str) -> list[str]:
    if identity not in rules.by_id:
        return []
    parts = describe(newest(rules, identity), rules)
    return [f"{part.title}: {said}" for part in parts if part.title != "In force" for said in part.said]

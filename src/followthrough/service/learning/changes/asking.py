"""What may be changed, and what does a form's answer change? From a page to the language of the rulebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from followthrough.procedures.language import Written
from followthrough.procedures.model.fromaday import newest
from followthrough.procedures.model.procedure import (
    AnyProcedure,
    Confidence,
    DutyProcedure,
    StandingProcedure,
    WatchProcedure,
)
from followthrough.procedures.model.rulebook import Role, Rulebook, Setting
from followthrough.procedures.model.vocabulary import About, Polarity
from followthrough.service.access.policies import NotVisible
from followthrough.service.learning.changes import checking, describing, holding, patterns, wording
from followthrough.service.learning.changes.models import What
from followthrough.service.learning.changes.patterns import Pattern
from followthrough.service.ledger import recording, rulebook

_PARTS = {"within": "limit", "every": "limit", "if": "if", "as_soon_as": "when"}  # under which people read it
Pairs = list[tuple[str, str]]
# Which field of a form a part of the language stands in.
FIELDS = {
    "value": "value", "within": "value", "every": "value", "if": "condition", "as_soon_as": "condition",
    "when": "event", "before": "event", "while": "state", "lookback": "value",
    "owes": "agency", "closed_by": "closed_by", "title": "title", "action": "action",
    "says": "source_words",
}  # fmt: skip


@dataclass(frozen=True)
class Choices:
    settings: Pairs
    deadlines: Pairs
    conditions: Pairs


@dataclass(frozen=True)
class Asked:
    """What is changed: `key` is the part of the language, `now` what stands in it, `reads` how people read that."""

    what: What
    name: str
    title: str
    now: str
    key: str = ""
    reads: tuple[str, ...] = ()


def choices() -> Choices:
    found = checking.rules()
    settings = [each for each in found.settings.values() if not isinstance(each.value, Role)]
    own = [each for each in _newest(found) if each.pack == rulebook.packs()[-1]]
    return Choices(
        settings=sorted(((each.id, _setting_words(each)) for each in settings), key=lambda each: each[1]),
        deadlines=_titled(each for each in own if _deadline_key(each)),
        conditions=_titled(own),
    )


def asked(what: str, name: str) -> Asked:
    """Raises NotVisible for what is not there to be changed."""
    found = checking.rules()
    if what == What.NEW and name in patterns.BY_ID:
        return Asked(What.NEW, name, patterns.BY_ID[name].title, "")
    if what == What.TIME and name in found.settings and not isinstance(found.settings[name].value, Role):
        return Asked(What.TIME, name, found.settings[name].title, str(found.settings[name].value), "value")
    held = checking.of(name) if name in found.by_id else None
    if what not in (What.DEADLINE, What.CONDITION) or held is None:
        raise NotVisible()
    procedure = newest(found, name)
    key = _deadline_key(procedure) if what == What.DEADLINE else _condition_key(procedure)
    if not key:
        raise NotVisible()
    reads = describing.part(procedure, found, _PARTS[key])
    return Asked(What(what), name, procedure.title, wording.part_of(held.text, key), key, reads)


def written(asked: Asked, said: dict[str, Any]) -> Written:
    """The change, from what a form was told."""
    if asked.what is What.TIME:
        theme = wording.theme_of_setting(rulebook.folder(), rulebook.packs()[-1], asked.name)
        return wording.time(checking.rules().settings[asked.name], said["value"], theme)
    if asked.what is What.NEW:
        return _new(patterns.BY_ID[asked.name], said)
    held = checking.of(asked.name)
    assert held is not None
    if asked.what is What.DEADLINE:
        return wording.deadline(held, asked.key, said["value"], _rests_on(asked.name))
    return wording.condition(held, asked.key, said["condition"])


def _rests_on(name: str) -> Confidence:
    files = checking.shipped()
    return holding.confidence_of_times(newest(files, name), files) if name in files.by_id else Confidence.OURS


def beginnings(pattern: Pattern) -> Pairs:
    """What has a page, so that a new rule can begin."""
    held = checking.rules().vocabulary.kinds
    return [each for each in _kinds() if not pattern.is_of_child or held[each[0]].about is About.CHILD]


def closing() -> Pairs:
    """What can be met on a page. A sign of risk never meets a duty."""
    held = checking.rules().vocabulary.kinds
    return [each for each in _kinds() if held[each[0]].polarity is not Polarity.RISK]


def states() -> Pairs:
    """What can begin on a page and goes on for a time."""
    recorded = recording.kinds(rulebook.current().vocabulary)
    found = checking.rules().vocabulary.states.items()
    return sorted(
        ((name, each.title) for name, each in found if set(each.begun_by) <= recorded), key=lambda pair: pair[1]
    )


def sources() -> Pairs:
    """The documents that the packs know, by their titles."""
    return sorted(wording.sources(rulebook.folder(), rulebook.packs()).items(), key=lambda pair: pair[1])


def _kinds() -> Pairs:
    vocabulary = checking.rules().vocabulary
    recorded = recording.kinds(rulebook.current().vocabulary)
    return sorted(((name, vocabulary.kinds[name].title) for name in recorded), key=lambda each: each[1])


def _new(pattern: Pattern, said: dict[str, Any]) -> Written:
    found = checking.rules()
    begins = said["event"] if "event" in said else found.vocabulary.states[said["state"]].begun_by[0]
    return wording.new(
        identity=wording.identity_of(said["title"], found.by_id),
        subject=found.vocabulary.kinds[begins].about.value,
        kind=pattern.kind,
        lines=pattern.lines(said),
        said=said,
    )


def _newest(found: Rulebook) -> list[AnyProcedure]:
    return [newest(found, identity) for identity in found.by_id]


def _titled(found: Any) -> Pairs:
    return sorted(((each.id, each.title) for each in found), key=lambda each: each[1])


def _setting_words(each: Setting) -> str:
    return f"{each.title}: {each.value}"


def _deadline_key(procedure: AnyProcedure) -> str:
    return {DutyProcedure: "within", StandingProcedure: "every"}.get(type(procedure), "")


def _condition_key(procedure: AnyProcedure) -> str:
    if isinstance(procedure, WatchProcedure):
        return "" if procedure.is_absence else "as_soon_as"
    return "if"

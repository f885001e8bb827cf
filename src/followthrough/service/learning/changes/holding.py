"""Which times rest on a source, and are they held? Against the files as they came, and against what was agreed last.

The files are asked each time, so that no number of steps leads past a source. A time that was read in a source is only
ever kept or tightened. One of our own that the base has is held to the base alone: tightened, it may go back.
Whatever else a rule or a setting says stays as it is: no form changes it, so no proposal does, however it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from followthrough.procedures.explain.rules import describe
from followthrough.procedures.language import Written
from followthrough.procedures.language.written import Kind
from followthrough.procedures.model.fromaday import newest
from followthrough.procedures.model.procedure import AnyProcedure, Confidence, DutyProcedure, Limit, StandingProcedure
from followthrough.procedures.model.rulebook import Role, Rulebook, Setting
from followthrough.procedures.model.tighter import are_no_looser, come_no_slower, is_no_later
from followthrough.procedures.model.timescale import Timescale, When

_MAY_CHANGE = ("limits", "every", "settings", "condition", "pattern", "deadline_confidence")  # of a rule, by a form
OURS = frozenset({Confidence.OURS, Confidence.NEWSLETTER})  # what a partnership may weigh anew
OUR = "OUR"  # the source of what nobody else asks for
Looser = tuple[str, str]  # the part of the form that it is about, and a sentence


@dataclass(frozen=True)
class Held:
    """`shipped` are the files, with each new rule as it was first agreed; `before` is with all that is agreed; `pack`
    is the partnership's own.
    """

    shipped: Rulebook
    before: Rulebook
    pack: str

    def is_only(self, after: Rulebook, written: Written, *, is_new: bool) -> bool:
        """Whether `after` differs in what `written` names alone, and there in what a form may change."""
        was, now = self.before, after
        if written.kind is Kind.SETTING:
            return was.by_id.keys() == now.by_id.keys() and self._is_only_setting(now.settings, written.id)
        if now.settings != was.settings or _besides(now.by_id, written.id) != _besides(was.by_id, written.id):
            return False
        if is_new:
            return len(now.by_id.get(written.id, ())) == 1
        return written.id in was.by_id and self._is_only_procedure(now, written.id)

    def looser(self, after: Rulebook, changed: Sequence[str], written: Written) -> Iterator[Looser]:
        """What `after` would loosen of what rests on a source."""
        if written.kind is Kind.PROCEDURE and written.id in self.shipped.by_id:
            yield from self._condition(written.id, after)
        for identity in changed:
            if identity in self.shipped.by_id:
                yield from self._times(identity, after)

    def looser_setting(self, name: str, value: When) -> Setting | None:
        """What a setting says that `value` does not keep. The language says the same of a base, in its own words."""
        shipped = self.shipped.settings.get(name)
        if shipped is None:
            return None
        floors = [self.before.settings[name], shipped] if is_sourced(shipped) else []
        if shipped.pack != self.pack:
            floors.append(shipped)
        return next((each for each in floors if not _is_kept(value, each)), None)

    def _is_only_setting(self, now: Mapping[str, Setting], name: str) -> bool:
        was, found = self.before.settings.get(name), now.get(name)
        if was is None or found is None or _besides(now, name) != _besides(self.before.settings, name):
            return False
        confidence, source = (was.confidence, was.source) if is_sourced(was) else (Confidence.OURS, OUR)
        return found == replace(was, value=found.value, pack=self.pack, confidence=confidence, source=source)

    def _is_only_procedure(self, after: Rulebook, identity: str) -> bool:
        was, now = newest(self.before, identity), newest(after, identity)
        older = [
            [each for each in rules.by_id[identity] if each is not last]
            for rules, last in ((self.before, was), (after, now))
        ]
        if older[0] != older[1] or type(now) is not type(was):
            return False
        if getattr(now, "deadline_confidence", None) not in self._confidences(was):
            return False
        kept = {name: getattr(was, name) for name in _MAY_CHANGE if hasattr(was, name)}
        return replace(now, **kept) == was

    def _confidences(self, was: AnyProcedure) -> set[Confidence | None]:
        """That of its time as it stands; and where that is written anew, that of what it rests on in the files."""
        files = self.shipped
        of_files = confidence_of_times(newest(files, was.id), files) if was.id in files.by_id else Confidence.OURS
        return {getattr(was, "deadline_confidence", None), of_files}

    def _condition(self, identity: str, after: Rulebook) -> Iterator[Looser]:
        shipped, was, now = (newest(rules, identity) for rules in (self.shipped, self.before, after))
        if shipped.confidence not in OURS and _conditions(now) != _conditions(was):
            yield "if", _LESS_OFTEN

    def _times(self, identity: str, after: Rulebook) -> Iterator[Looser]:
        now, shipped, was = (newest(rules, identity) for rules in (after, self.shipped, self.before))
        if not _is_no_looser(now, shipped, _is_bound(self.shipped, self.pack)):
            yield "value", self._said(shipped, self.shipped)
        elif is_time_sourced(shipped, self.shipped) and not _is_no_looser(now, was, _any):
            yield "value", self._said(was, self.before)

    def _said(self, was: AnyProcedure, rules: Rulebook) -> str:
        return f"“{was.title}” has a time that rests on a source: {_in_words(was, rules)} {_OTHERWISE}"


NOT_ONLY = (
    "This changes more than the one time or the one condition that it is about. Propose it on the pages for changes."
)
_LESS_OFTEN = "This rule was read in a source, so a partnership may not ask for it less often. Add a rule besides."
_OTHERWISE = (
    "What you wrote may let it fall later, or ask it less often. Keep each time, or give it less time in the same unit."
)
Which = Callable[[AnyProcedure, str | None], bool]  # of a rule and the setting that a time of it comes from


def is_sourced(setting: Setting) -> bool:
    return setting.confidence not in OURS


def is_time_sourced(procedure: AnyProcedure, rules: Rulebook) -> bool:
    """Whether any of its times was read in a source."""
    return bool(_parts(procedure, _is_read(rules)))


def confidence_of_times(procedure: AnyProcedure, rules: Rulebook) -> Confidence:
    """What its deadline rests on, also where another time is written in place of a setting."""
    of_rule = getattr(procedure, "deadline_confidence", Confidence.OURS)
    named = (_setting_of(procedure, each) for each in _parts(procedure, _is_read(rules)))
    of_settings = (rules.settings[name].confidence for name in named if name)
    return next((each for each in (of_rule, *of_settings) if each not in OURS), Confidence.OURS)


def _is_read(rules: Rulebook) -> Which:
    def which(procedure: AnyProcedure, setting: str | None) -> bool:
        of_rule = getattr(procedure, "deadline_confidence", Confidence.OURS)
        return of_rule not in OURS or (setting is not None and is_sourced(rules.settings[setting]))

    return which


def _is_bound(rules: Rulebook, pack: str) -> Which:
    """Read in a source, or set by a base that a partnership may only tighten."""
    is_read = _is_read(rules)

    def which(procedure: AnyProcedure, setting: str | None) -> bool:
        return is_read(procedure, setting) or (setting is not None and rules.settings[setting].pack != pack)

    return which


def _any(procedure: AnyProcedure, setting: str | None) -> bool:
    return True


def _parts(procedure: AnyProcedure, which: Which) -> list[Limit | Timescale]:
    times: Sequence[Limit | Timescale] = ()
    if isinstance(procedure, DutyProcedure):
        times = procedure.limits
    elif isinstance(procedure, StandingProcedure):
        times = procedure.every
    return [each for each in times if which(procedure, _setting_of(procedure, each))]


def _setting_of(procedure: AnyProcedure, time: Limit | Timescale) -> str | None:
    if isinstance(time, Limit):
        return time.setting
    return procedure.setting_of(time) if isinstance(procedure, StandingProcedure) else None


def _is_no_looser(now: AnyProcedure, was: AnyProcedure, which: Which) -> bool:
    if not _parts(was, which):
        return True
    if isinstance(was, DutyProcedure) and isinstance(now, DutyProcedure):
        return are_no_looser(now.limits, [each for each in was.limits if which(was, each.setting)])
    if isinstance(was, StandingProcedure) and isinstance(now, StandingProcedure):
        return come_no_slower(now.every, was.every)
    return False


def _is_kept(value: When, was: Setting) -> bool:
    if isinstance(was.value, Role):
        return False
    sooner, later = (was.value, value) if was.is_longer_tighter else (value, was.value)
    return is_no_later(sooner, later)


def _besides(held: Mapping[str, object], name: str) -> dict[str, object]:
    return {each: piece for each, piece in held.items() if each != name}


def _conditions(procedure: AnyProcedure) -> object:
    return getattr(procedure, "condition", None), getattr(procedure, "pattern", None)


def _in_words(procedure: AnyProcedure, rules: Rulebook) -> str:
    return next(" ".join(part.said) for part in describe(procedure, rules) if part.title == "By when")

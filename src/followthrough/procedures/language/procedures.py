"""YAML → one procedure of any of the four kinds, checked against vocabulary, sources and settings."""

from __future__ import annotations

import typing
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from followthrough.procedures.language.conditions import ConditionReader, read_when
from followthrough.procedures.language.faults import did_you_mean
from followthrough.procedures.language.instants import parse_day
from followthrough.procedures.language.reading import Entry, Node
from followthrough.procedures.language.vocabularies import choice_of
from followthrough.procedures.model.condition import Condition, Count, Gap, Match, Test, parts_of
from followthrough.procedures.model.errors import ModelError
from followthrough.procedures.model.procedure import (
    AUTHOR,
    EACH,
    AnyProcedure,
    Closing,
    Confidence,
    DutyProcedure,
    EachChild,
    GateProcedure,
    Limit,
    OnAge,
    OnBreach,
    OnCalendar,
    OnDate,
    OnEvent,
    OnSignal,
    Party,
    Reminder,
    Rung,
    Source,
    StandingProcedure,
    Trigger,
    WatchProcedure,
)
from followthrough.procedures.model.rulebook import Role, Setting
from followthrough.procedures.model.timescale import When
from followthrough.procedures.model.vocabulary import About, FieldType, Vocabulary

BORN = "child.born"
_STANDS_FOR = (EACH, AUTHOR, "root", "subject")
_KINDS = ("duty", "standing duty", "gate", "watch")


@dataclass(frozen=True)
class ProcedureReader:
    """Everything a procedure may refer to. `read` raises Fault."""

    pack: str
    vocabulary: Vocabulary
    sources: Mapping[str, tuple[str, str, date | None]]
    settings: Mapping[str, Setting]
    kinds_of: Callable[[str], tuple[str, ...] | None] = lambda procedure: None
    subjects_of: Callable[[str], set[str]] = lambda procedure: set()

    def kinds_read_by(self, procedure: AnyProcedure) -> tuple[str, ...] | None:
        """The kinds of event whose data it reads as its trigger; None where nobody can tell."""
        match procedure:
            case DutyProcedure(when=OnBreach(other) | OnSignal(other)):
                return self.kinds_of(other)
            case DutyProcedure(when=OnEvent(match) | OnDate(match=match)) | GateProcedure(before=match):
                return match.kinds
            case DutyProcedure(when=OnAge()):
                return (BORN,)
            case StandingProcedure(state=state):
                return self.vocabulary.states[state].begun_by
            case WatchProcedure(since=Match(kinds)):
                return kinds
            case WatchProcedure(pattern=pattern):
                return tuple(kind for part in parts_of(pattern) if isinstance(part, Count) for kind in part.of.kinds)
        return ()

    def read(self, node: Node, theme: str) -> AnyProcedure:
        entry = node.entry("A procedure")
        try:
            return self._read(entry, theme)
        except ModelError as error:
            raise entry.fault(str(error)) from error

    def _read(self, entry: Entry, theme: str) -> AnyProcedure:
        kind = entry.text("kind")
        reader = _Reading(self, entry, theme)
        match kind:
            case "duty":
                found: AnyProcedure = reader.duty()
            case "standing duty":
                found = reader.standing()
            case "gate":
                found = reader.gate()
            case "watch":
                found = reader.watch()
            case _:
                raise entry.need("kind").fault(f'"{kind}" is no kind of procedure. {did_you_mean(kind, _KINDS)}')
        entry.done()
        return found


class _Reading:
    """One procedure being read."""

    def __init__(self, outer: ProcedureReader, entry: Entry, theme: str) -> None:
        self.outer, self.entry, self.theme = outer, entry, theme
        self.is_support = entry.maybe("support", lambda n: n.yes_or_no('"support"'), False)
        self.subject = entry.maybe("subject", lambda n: choice_of(About, n, '"subject"'), About.CHILD)
        self.conditions = ConditionReader(outer.vocabulary, self.is_support, outer.settings, self.subject)
        self.trigger_kinds: tuple[str, ...] = ()
        self.is_known = True  # False where what feeds it cannot be read: its fields are checked when that is mended

    # -- what all four share

    def _common(self) -> dict[str, typing.Any]:
        entry = self.entry
        in_force = entry.need("in_force").entry('"in_force"')
        common = {
            "id": entry.text("id"),
            "version": entry.need("version").whole('"version"'),
            "title": entry.text("title"),
            "theme": self.theme,
            "pack": self.outer.pack,
            "source": self._source(),
            "says": entry.text("says"),
            "confidence": self._confidence("confidence"),
            "owner": entry.text("owner"),
            "in_force_from": self._day(in_force.need("from")),
            "in_force_to": in_force.maybe("to", self._day, None),
            "subject": self.subject.value,
            "rows": entry.maybe("rows", lambda n: n.texts('"rows"'), ()),
            "is_support": self.is_support,
        }
        in_force.done()
        return common

    def _day(self, node: Node) -> date:
        try:
            return parse_day(node.text("A day"))
        except ValueError as error:
            raise node.fault(str(error)) from error

    def _confidence(self, key: str) -> Confidence:
        return choice_of(Confidence, self.entry.need(key), f'"{key}"')  # type: ignore[no-any-return]

    def _source(self) -> Source:
        parts = self.entry.need("source").entry('"source"')
        identity, clause = parts.text("id"), parts.text("clause")
        parts.done()
        if identity not in self.outer.sources:
            raise parts.fault(f'"{identity}" is not in sources.yaml. {did_you_mean(identity, self.outer.sources)}')
        title, address, verified_on = self.outer.sources[identity]
        return Source(identity, title, address, clause, verified_on)

    def _obliging(self) -> dict[str, typing.Any]:
        entry = self.entry
        return {
            "owes": self._party(entry.need("owes")),
            "action": entry.text("action"),
            "closed_by": self._closings(entry.need("closed_by"), "what closes a duty"),
            "excused_by": entry.maybe("excused_by", lambda n: self._closings(n, "what excuses a duty"), ()),
            "ladder": entry.maybe("ladder", lambda n: tuple(self._rung(i) for i in n.items('"ladder"')), ()),
            "reminders": entry.maybe(
                "reminders", lambda n: tuple(self._reminder(i) for i in n.items('"reminders"')), ()
            ),
            "deadline_confidence": self._confidence("deadline_confidence"),
        }

    # -- the four kinds

    def duty(self) -> DutyProcedure:
        when = self._trigger(self.entry.need("when"))
        condition = self.entry.maybe("if", self.conditions.condition, None)
        each = self.entry.maybe("each", self._each, None)
        limits = self._limits(self.entry.need("within"))
        return DutyProcedure(
            when=when,
            condition=condition,
            each=each,
            limits=limits,
            lookback=self.entry.maybe("lookback", self.conditions.length, None),
            **self._obliging(),
            **self._common(),
        )

    def standing(self) -> StandingProcedure:
        parts = self.entry.need("while").entry('"while"')
        state = self.conditions.state_name(parts.need("state"))
        self.trigger_kinds = self.outer.vocabulary.states[state].begun_by
        where = parts.maybe("where", lambda n: self.conditions.tests(n, self.trigger_kinds), ())
        parts.done()
        lengths = [self.conditions.named_length(item) for item in self.entry.need("every").items('"every"')]
        return StandingProcedure(
            state=state,
            where=where,
            condition=self.entry.maybe("if", self.conditions.condition, None),
            every=tuple(length for length, _ in lengths),
            settings=tuple(setting for _, setting in lengths),
            repeat=self.entry.maybe("repeat", self.conditions.length, None),
            **self._obliging(),
            **self._common(),
        )

    def gate(self) -> GateProcedure:
        before = self.conditions.match(self.entry.need("before"))
        self.trigger_kinds = before.kinds
        return GateProcedure(
            before=before,
            condition=self.entry.maybe("if", self.conditions.condition, None),
            lookback=self.entry.maybe("lookback", self.conditions.length, None),
            **self._obliging(),
            **self._common(),
        )

    def watch(self) -> WatchProcedure:
        meaning = self.entry.text("meaning")
        if self.entry.has("as_soon_as"):
            node = self.entry.need("as_soon_as")
            pattern = self.conditions.condition(node)
            if any(isinstance(part, Gap) for part in parts_of(pattern)):
                raise node.fault(
                    'A watch hears a silence as it happens; "gap" looks back, so that imported history would raise '
                    'old alarms. Write a watch with "silence", or ask for the gap in the "if" of a review.'
                )
            if not _counts(pattern):
                raise node.fault('A watch needs at least one "count": its window ends at an event.')
            return WatchProcedure(pattern=pattern, meaning=meaning, **self._common())
        parts = self.entry.need("silence").entry('"silence"')
        silence = self.conditions.match_of(parts.need("of"), parts.nodes.get("where"), None)
        parts.has("where")
        self.conditions.refuse_risk(silence, parts.need("of"), "the end of a silence")
        since = self.conditions.match_of(parts.need("since"), None, None)
        lasting, setting = self.conditions.named_length(parts.need("for"))
        condition = parts.maybe("while", self.conditions.condition, None)
        parts.done()
        return WatchProcedure(
            silence=silence,
            since=since,
            lasting=lasting,
            condition=condition,
            meaning=meaning,
            setting=setting,
            is_default=setting is not None and self.outer.settings[setting].is_default,
            **self._common(),
        )

    # -- parts

    def _trigger(self, node: Node) -> Trigger:
        entry = node.entry('"when"')
        for word, make in (("signal", OnSignal), ("breach", OnBreach)):
            if word in entry.nodes:
                return self._by_other(entry, word, make)
        if "calendar" in entry.nodes:
            found = self._day_of_the_year(entry.need("calendar"))
            entry.done()
            return found
        if "age" in entry.nodes:
            self.conditions.refuse_age(entry.need("age"))
            years = entry.need("age").whole('"age"')
            entry.done()
            self.trigger_kinds = (BORN,) if BORN in self.outer.vocabulary.kinds else ()
            return OnAge(years)
        return self._by_event(entry)

    def _by_other(self, entry: Entry, word: str, make: type[OnSignal] | type[OnBreach]) -> Trigger:
        """The signal or breach of another procedure: the data that it reads are those of that one’s trigger."""
        other = entry.text(word)
        entry.done()
        try:
            kinds = self.outer.kinds_of(other)
        except KeyError as error:
            raise entry.need(word).fault(
                f'It waits for "{other}", which is no procedure. {did_you_mean(other, error.args)}'
            ) from None
        self._refuse_another_subject(entry.need(word), other)
        self.is_known, self.trigger_kinds = kinds is not None, kinds or ()
        return make(other)

    def _refuse_another_subject(self, node: Node, other: str) -> None:
        """A history is that of one subject, so what is found in one's can oblige nobody in another's."""
        for about in About:
            if about is not self.subject and about in self.outer.subjects_of(other):
                raise node.fault(
                    f'It waits for "{other}", which is about {about.in_words}, and is itself about '
                    f"{self.subject.in_words}: no history holds both, so it would never begin. "
                    'Give both the same "subject".'
                )

    def _day_of_the_year(self, node: Node) -> OnCalendar:
        said = node.text('"calendar"')
        try:
            day = datetime.strptime(f"{said} 2001", "%d %B %Y")  # noqa: DTZ007  (a day of every year has no zone)
        except ValueError as error:
            raise node.fault(f'"{said}" is no day that every year has. Write it as "1 September".') from error
        return OnCalendar(day.month, day.day)

    def _by_event(self, entry: Entry) -> Trigger:
        """An event, or a date in its data with an offset either way."""
        match = self.conditions.match_in(entry)
        self.trigger_kinds = match.kinds
        found: Trigger = OnEvent(match)
        if entry.has("at"):
            offset, setting = entry.maybe("plus", self.conditions.named_length, (None, None))
            found = OnDate(match, self._dated_field(entry.need("at")), offset, setting=setting)
        elif entry.has("before"):
            offset, setting = self.conditions.named_length(entry.need("by"), longer=True)
            found = OnDate(match, self._dated_field(entry.need("before")), offset, is_before=True, setting=setting)
        entry.done()
        return found

    def _each(self, node: Node) -> str | EachChild:
        if isinstance(node.value, dict):
            return self._each_child(node)
        name = node.text('"each"')
        if not self.trigger_kinds or self._waits_for_another:
            raise node.fault('"each" needs a trigger by event.')
        if self.conditions.field(name, self.trigger_kinds, node).type is not FieldType.KEYS:
            raise node.fault(f'"each" needs a list: "{name}" is none.')
        return name

    def _each_child(self, node: Node) -> EachChild:
        entry = node.entry('"each"')
        if entry.text("household") != "children":
            raise entry.need("household").fault('Write "each: {household: children}": one duty for each child at home.')
        entry.done()
        if self.subject not in (About.CHILD, About.HOUSEHOLD):
            raise node.fault("Only a child or a household has children at home. Leave “each” out.")
        if self._waits_for_another:
            raise node.fault(
                'A signal or a breach makes one duty. Write "each" in the procedure that it comes from, '
                "or begin with the event."
            )
        return EachChild()

    def _trigger_field(self, name: str, node: Node) -> str:
        """A field of the trigger, where the trigger's kinds are known here; else checked when it is read."""
        if self.has_no_event and name not in ("subject", EACH):
            raise node.fault(f'A day of the calendar has no "{name}". Name the word itself.')
        if name not in _STANDS_FOR and self.trigger_kinds:
            self.conditions.field(name, self.trigger_kinds, node)
        return name

    @property
    def has_no_event(self) -> bool:
        when = self.entry.nodes.get("when")
        return when is not None and isinstance(when.value, dict) and "calendar" in when.value

    @property
    def _waits_for_another(self) -> bool:
        return bool({"signal", "breach"} & set(self.entry.need("when").entry('"when"').nodes))

    def _tests_of_trigger(self, node: Node) -> tuple[Test, ...]:
        self._refuse_without_kinds(node)
        return self.conditions.tests(node, self.trigger_kinds) if self.trigger_kinds else ()

    def _refuse_without_kinds(self, node: Node) -> None:
        if not self.trigger_kinds and self.is_known:
            raise node.fault(
                "This reads the data of the event that triggers, and here the trigger is no event. "
                'Begin with the event ("when: {event: …}"), or write a procedure for each case.'
            )

    def _limits(self, node: Node) -> tuple[Limit, ...]:
        if isinstance(node.value, dict) and "earliest" in node.value:
            entry = node.entry('"within"')
            items = entry.need("earliest").items('"earliest"')
            entry.done()
            return tuple(self._limit(item) for item in items)
        return (self._limit(node),)

    def _limit(self, node: Node) -> Limit:
        if not isinstance(node.value, dict):
            return Limit(within=read_when(node), is_default=self._is_our_deadline())
        entry = node.entry("A limit")
        only = entry.maybe("only", self._tests_of_trigger, ())
        if entry.has("setting"):
            setting = self.conditions.setting(entry.need("setting"))
            limit = Limit(
                within=self._time_of(setting, entry.need("setting")),
                only=only,
                setting=setting.id,
                is_default=setting.is_default,
            )
        elif entry.has("at"):
            limit = Limit(
                at_field=self._dated_field(entry.need("at")),
                offset=entry.maybe("plus", self.conditions.length, None),
                only=only,
            )
        elif entry.has("before"):
            limit = Limit(
                at_field=self._dated_field(entry.need("before")),
                offset=self.conditions.long_length(entry.need("by")),
                is_before=True,
                only=only,
            )
        else:
            limit = Limit(within=read_when(entry.need("within")), only=only, is_default=self._is_our_deadline())
        entry.done()
        return limit

    def _time_of(self, setting: Setting, node: Node) -> When:
        if isinstance(setting.value, Role):
            raise node.fault(f'The setting "{setting.id}" is a role; a time is needed here.')
        self.conditions.check_direction(setting, node, longer=False)
        return setting.value

    def _is_our_deadline(self) -> bool:
        return self._confidence("deadline_confidence") is Confidence.OURS

    def _dated_field(self, node: Node) -> str:
        name = node.text("A field")
        self._refuse_without_kinds(node)
        if not self.trigger_kinds:
            return name
        if self.conditions.field(name, self.trigger_kinds, node).type not in (
            FieldType.DATE,
            FieldType.INSTANT,
        ):
            raise node.fault(f'"{name}" is no date or instant.')
        return name

    def _party(self, node: Node, may_be_debtor: bool = False) -> Party:
        entry = node.entry("Who")
        role, setting = entry.maybe("role", self._role, ("", None))
        if may_be_debtor and entry.has("of"):
            if entry.text("of") != "debtor":
                raise entry.need("of").fault('"of" can only be "debtor".')
            entry.done()
            return Party(is_debtor=True, role=role, role_setting=setting)
        agency, agency_field = self._word_or_field(entry, "agency")
        team, team_field = self._word_or_field(entry, "team") if entry.has("team") else (None, None)
        entry.done()
        return Party(agency, agency_field, team, team_field, role, role_setting=setting)

    def _role(self, node: Node) -> tuple[str, str | None]:
        """A role by its word or by the name of a setting, and that name."""
        if not isinstance(node.value, dict):
            return read_role(node, self.outer.vocabulary.roles), None
        entry = node.entry('"role"')
        setting = self.conditions.setting(entry.need("setting"))
        entry.done()
        if not isinstance(setting.value, Role):
            raise node.fault(f'The setting "{setting.id}" is {setting.value}, a time; a role is needed here.')
        return setting.value.id, setting.id

    def _word_or_field(self, entry: Entry, key: str) -> tuple[str | None, str | None]:
        node = entry.need(key)
        if isinstance(node.value, dict):
            parts = node.entry(f'"{key}"')
            name = self._trigger_field(parts.text("from"), parts.need("from"))
            parts.done()
            return None, name
        word = node.text(f'"{key}"')
        if key == "agency" and word not in self.outer.vocabulary.agencies:
            raise node.fault(
                f'"{word}" is no agency in the vocabulary. {did_you_mean(word, self.outer.vocabulary.agencies)}'
            )
        return word, None

    def _closings(self, node: Node, what: str) -> tuple[Closing, ...]:
        return tuple(self._closing(item, what) for item in node.items(what))

    def _closing(self, node: Node, what: str) -> Closing:
        entry = node.entry(f"{what[0].upper()}{what[1:]}")
        match = self.conditions.match_of(entry.need("event"), entry.nodes.get("where"), entry.nodes.get("whose"))
        entry.has("where"), entry.has("whose")
        self.conditions.refuse_risk(match, entry.need("event"), what)
        pairs = entry.maybe(
            "matching",
            lambda n: tuple(self._pair(name, inner, match) for name, inner in n.named('"matching"')),
            (),
        )
        entry.done()
        return Closing(match, pairs)

    def _pair(self, name: str, node: Node, match: Match) -> tuple[str, str]:
        if name not in (AUTHOR, "subject"):
            self.conditions.field(name, match.kinds, node)
        return name, self._trigger_field(node.text('"matching"'), node)

    def _rung(self, node: Node) -> Rung:
        entry = node.entry("A rung")
        rung = Rung(self.conditions.length(entry.need("after")), self._party(entry.need("tell"), may_be_debtor=True))
        entry.done()
        return rung

    def _reminder(self, node: Node) -> Reminder:
        entry = node.entry("A reminder")
        reminder = Reminder(self.conditions.long_length(entry.need("before")))
        entry.done()
        return reminder


def _counts(condition: Condition) -> bool:
    return any(isinstance(part, Count) for part in parts_of(condition))


def read_role(node: Node, roles: Collection[str]) -> str:
    role = node.text('"role"')
    if role not in roles:
        raise node.fault(f'"{role}" is no role in the vocabulary. {did_you_mean(role, roles)}')
    return role

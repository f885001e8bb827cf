"""YAML → histories: the events of a story or of a worked case, with local times and typed data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from followthrough.procedures.language.conditions import read_value
from followthrough.procedures.language.faults import did_you_mean
from followthrough.procedures.language.instants import parse_day, parse_local_instant
from followthrough.procedures.language.reading import Entry, Node, read_yaml
from followthrough.procedures.model.errors import ModelError
from followthrough.procedures.model.event import Event, Known, Subject, type_of_value
from followthrough.procedures.model.history import History, with_derived_knowledge
from followthrough.procedures.model.vocabulary import Vocabulary


@dataclass(frozen=True)
class Told:
    """What a story says of an event beside the event: whether the newsletter gives it or it was invented."""

    basis: str
    is_scaffold: bool = False


@dataclass(frozen=True)
class Story:
    """A child's history as a story, with its own end. `told` says what is given and what is invented.

    `stated` are the events as the story states them, before knowledge is worked out from authorship and shares.
    """

    id: str
    title: str
    told: str
    as_of: datetime
    history: History
    stated: tuple[Event, ...]
    household: str
    basis: Mapping[str, Told] = field(default_factory=dict)


def load_story(path: Path, vocabulary: Vocabulary) -> Story:
    """The story in `path`. Raises Fault."""
    entry = read_yaml(path, path.name).entry("A story")
    child = entry.need("child").entry('"child"')
    identity, household = child.text("id"), entry.text("household", "the-household")
    reader = EventReader(vocabulary, Subject("child", identity), household)
    events = reader.births(child)
    for other in entry.maybe("others", lambda n: n.items('"others"'), list[Node]()):
        member = other.entry("Another child")
        events += reader.births(member, Subject("child", member.text("id")))
    basis = {event.id: Told("invented", is_scaffold=True) for event in events}
    for node in entry.need("events").items('"events"'):
        event, told = reader.event(node)
        events.append(event)
        basis[event.id] = Told(told)
    story = Story(
        id=entry.text("story"),
        title=entry.text("title"),
        told=entry.text("told"),
        as_of=read_instant(entry.need("as_of"))[1],
        history=make_history(reader.subject, events, vocabulary, entry),
        stated=tuple(events),
        household=household,
        basis=basis,
    )
    child.done()
    entry.done()
    return story


def make_history(subject: Subject, events: list[Event], vocabulary: Vocabulary, entry: Entry) -> History:
    try:
        return History(subject, with_derived_knowledge(events, vocabulary.conveys))
    except ModelError as error:
        raise entry.fault(str(error)) from error


def read_instant(node: Node) -> tuple[datetime, datetime]:
    try:
        return parse_local_instant(node.text("A time"))
    except ValueError as error:
        raise node.fault(str(error)) from error


@dataclass(frozen=True)
class EventReader:
    """Reads events of one subject and household."""

    vocabulary: Vocabulary
    subject: Subject
    household: str

    def births(self, entry: Entry, subject: Subject | None = None) -> list[Event]:
        """A birth, and the household joined at birth, as the one who registers the child records them."""
        if not entry.has("born"):
            entry.has("id"), entry.has("household")
            return []
        subject = subject or self.subject
        node = entry.need("born")
        try:
            born_on = parse_day(node.text('"born"'))
        except ValueError as error:
            raise node.fault(str(error)) from error
        from_, to = parse_local_instant(born_on.isoformat())
        household = entry.text("household", self.household)
        agency = entry.text("registered_by", "hospital")
        facts: tuple[tuple[str, str, dict[str, type_of_value]], ...] = (
            ("child.born", "born", {"born_on": born_on}),
            ("household.joined", "joined", {"household": household}),
        )
        return [
            Event(f"{subject.id}-{word}", kind, subject, agency, from_, to, to, data=self._typed(kind, data, node))
            for kind, word, data in facts
        ]

    def _typed(self, kind: str, data: dict[str, type_of_value], node: Node) -> dict[str, type_of_value]:
        if kind not in self.vocabulary.kinds:
            raise node.fault(f'The vocabulary needs "{kind}".')
        return {name: value for name, value in data.items() if name in self.vocabulary.kinds[kind].fields}

    def event(self, node: Node) -> tuple[Event, str]:
        """One event and its basis (newsletter or invented)."""
        entry = node.entry("An event")
        identity, kind = entry.text("id"), entry.text("kind")
        if kind not in self.vocabulary.kinds:
            raise entry.need("kind").fault(
                f'"{kind}" is no kind of event in the vocabulary. {did_you_mean(kind, self.vocabulary.kinds)}'
            )
        from_, to = read_instant(entry.need("at"))
        recorded_at = entry.maybe("recorded", lambda n: read_instant(n)[1], to)
        corrects = entry.maybe("corrects", lambda n: n.text('"corrects"'), None)
        retracts = entry.maybe("retracts", lambda n: n.text('"retracts"'), None)
        try:
            event = Event(
                id=identity,
                kind=kind,
                subject=entry.maybe("about", self._about, self.subject),
                agency=self._agency(entry.need("agency")),
                occurred_from=from_,
                occurred_to=to,
                recorded_at=recorded_at,
                known=entry.maybe("known", lambda n: self._known(n, recorded_at), {}),
                data=entry.maybe("data", lambda n: self._data(n, kind), {}),
                corrects=corrects or retracts,
                is_retraction=retracts is not None,
                text=entry.text("text", ""),
            )
            self.vocabulary.check(event)
        except ModelError as error:
            raise entry.fault(str(error)) from error
        basis = entry.text("basis", "invented")
        if basis not in ("newsletter", "invented"):
            raise entry.need("basis").fault('"basis" is newsletter or invented.')
        entry.done()
        return event, basis

    def _about(self, node: Node) -> Subject:
        try:
            return Subject.parse(node.text('"about"'))
        except ModelError as error:
            raise node.fault(str(error)) from error

    def _agency(self, node: Node) -> str:
        agency = node.text('"agency"')
        if agency not in self.vocabulary.agencies:
            raise node.fault(
                f'"{agency}" is no agency in the vocabulary. {did_you_mean(agency, self.vocabulary.agencies)}'
            )
        return agency

    def _known(self, node: Node, recorded_at: datetime) -> dict[str, tuple[Known, ...]]:
        found: dict[str, tuple[Known, ...]] = {}
        for agency, inner in node.named('"known"'):
            if agency not in self.vocabulary.agencies:
                raise inner.fault(
                    f'"{agency}" is no agency in the vocabulary. {did_you_mean(agency, self.vocabulary.agencies)}'
                )
            at = read_instant(inner)[1]
            found[agency] = (Known(at, max(at, recorded_at)),)
        return found

    def _data(self, node: Node, kind: str) -> dict[str, type_of_value]:
        fields = self.vocabulary.kinds[kind].fields
        found: dict[str, type_of_value] = {}
        for name, inner in node.named('"data"'):
            if name not in fields:
                raise inner.fault(f'"{name}" is no field of {kind}. {did_you_mean(name, fields)}')
            found[name] = read_value(inner, fields[name])
        return found

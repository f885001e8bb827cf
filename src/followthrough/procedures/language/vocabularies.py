"""YAML → vocabulary: kinds of event with typed data, states, agencies and roles."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from followthrough.procedures.language.faults import Fault, Found, did_you_mean
from followthrough.procedures.language.reading import Entry, Node, read_yaml
from followthrough.procedures.model.vocabulary import (
    About,
    AgencyKind,
    DataField,
    EventKind,
    FieldType,
    Polarity,
    StateKind,
    Vocabulary,
)


def load_vocabulary(folder: Path, shown_from: Path | None = None) -> Vocabulary:
    """Every file of `folder`, one theme each. Raises Fault."""
    found = Found()
    vocabulary = read_vocabulary(folder, found, shown_from)
    found.raise_all()
    return vocabulary


def read_vocabulary(folder: Path, found: Found, shown_from: Path | None = None) -> Vocabulary:
    """What can be read of it, with the faults of the rest."""
    reader = _Reader(found)
    for path in sorted(folder.glob("*.yaml")):
        shown = str(path.relative_to(shown_from)) if shown_from else str(path)
        with found.gathering():
            reader.add(read_yaml(path, shown).entry("A vocabulary file"), path.stem)
    return reader.vocabulary()


class _Reader:
    """Gathers the words of every file."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.kinds: dict[str, EventKind] = {}
        self.states: dict[str, tuple[StateKind, Node]] = {}
        self.agencies: dict[str, AgencyKind] = {}
        self.roles: dict[str, str] = {}

    def add(self, entry: Entry, stem: str) -> None:
        theme = entry.text("theme", stem)
        for name, node in self._each(entry, "kinds"):
            with self.found.gathering(name):
                _refuse_second(name, self.kinds, node)
                self.kinds[name] = _kind(name, theme, node.entry(f'The kind "{name}"'))
        for name, node in self._each(entry, "states"):
            with self.found.gathering(name):
                _refuse_second(name, self.states, node)
                self.states[name] = (_state(name, node.entry(f'The state "{name}"')), node)
        for name, node in self._each(entry, "agencies"):
            with self.found.gathering(name):
                self.agencies[name] = AgencyKind(name, node.text(f'The title of agency "{name}"'))
        for name, node in self._each(entry, "roles"):
            with self.found.gathering(name):
                self.roles[name] = node.text(f'The title of role "{name}"')
        entry.done()

    def _each(self, entry: Entry, key: str) -> Iterable[tuple[str, Node]]:
        return entry.need(key).named(key) if entry.has(key) else ()

    def vocabulary(self) -> Vocabulary:
        for state, node in self.states.values():
            with self.found.gathering(state.id):
                _check_state(state, self.kinds, node)
        states = {name: state for name, (state, _) in self.states.items()}
        return Vocabulary(self.kinds, states, self.agencies, self.roles)


def choice_of(enum: type, node: Node, what: str):  # type: ignore[no-untyped-def]
    """The member of a StrEnum that `node` names."""
    word = node.text(what)
    try:
        return enum(word)
    except ValueError:
        known = [member.value for member in enum]  # type: ignore[attr-defined]
        raise node.fault(f'{what} cannot be "{word}". {did_you_mean(word, known)}') from None


def _refuse_second(name: str, found: Collection[str], node: Node) -> None:
    if name in found:
        raise node.fault(f'"{name}" is in the vocabulary already. Give it another name, or delete one.')


def _kind(name: str, theme: str, entry: Entry) -> EventKind:
    fields: dict[str, DataField] = {}
    if entry.has("data"):
        for field_name, node in entry.need("data").named("data"):
            fields[field_name] = _field(field_name, node.entry(f'The field "{field_name}"'))
    conveys = None
    if entry.has("conveys"):
        shares = entry.need("conveys").entry('"conveys"')
        conveys = (shares.text("to"), shares.text("items"))
        shares.done()
        for field_name in conveys:
            if field_name not in fields:
                raise shares.fault(
                    f'"conveys" names "{field_name}", which is no field of {name}. {did_you_mean(field_name, fields)}'
                )
    kind = EventKind(
        id=name,
        title=entry.text("title"),
        theme=theme,
        polarity=entry.maybe("polarity", lambda n: choice_of(Polarity, n, '"polarity"'), Polarity.NEUTRAL),
        recorded_by=entry.text("recorded_by"),
        fields=fields,
        conveys=conveys,
        about=entry.maybe("about", lambda n: choice_of(About, n, '"about"'), About.CHILD),
    )
    entry.done()
    return kind


def _field(name: str, entry: Entry) -> DataField:
    kind = choice_of(FieldType, entry.need("type"), '"type"')
    choices = entry.maybe("of", lambda n: n.texts('"of"'), ())
    if (kind is FieldType.CHOICE) != bool(choices):
        raise entry.fault(f'The field "{name}": a choice needs "of" with its values, and only a choice has it.')
    found = DataField(
        name=name,
        type=kind,
        title=entry.text("title", name.replace("_", " ")),
        choices=choices,
        required=entry.maybe("required", lambda n: n.yes_or_no('"required"'), False),
        protected=entry.maybe("protected", lambda n: n.yes_or_no('"protected"'), False),
        support_only=entry.maybe("support_only", lambda n: n.yes_or_no('"support_only"'), False),
    )
    entry.done()
    return found


def _state(name: str, entry: Entry) -> StateKind:
    state = StateKind(
        id=name,
        title=entry.text("title"),
        begun_by=entry.need("begun_by").texts('"begun_by"'),
        ended_by=entry.maybe("ended_by", lambda n: n.texts('"ended_by"') if n.value != [] else (), ()),
        matching=entry.maybe("matching", lambda n: n.texts('"matching"'), ()),
        until=entry.maybe("until", lambda n: n.text('"until"'), None),
    )
    entry.done()
    return state


def _check_state(state: StateKind, kinds: dict[str, EventKind], node: Node) -> None:
    for kind in (*state.begun_by, *state.ended_by):
        if kind not in kinds:
            raise Fault(
                node.place,
                f'The state "{state.id}" names "{kind}", which is no kind of event. {did_you_mean(kind, kinds)}',
            )
        for field_name in state.matching:
            if field_name not in kinds[kind].fields:
                raise Fault(
                    node.place,
                    f'The state "{state.id}" matches on "{field_name}", which {kind} does not have.',
                )
    if state.until is not None:
        for kind in state.begun_by:
            if state.until not in kinds[kind].fields:
                raise Fault(node.place, f'The state "{state.id}" ends at "{state.until}", which {kind} does not have.')

"""Reads YAML strictly: every value keeps its place; unknown and repeated keys are faults; nothing is guessed.

Only whole and decimal numbers, yes/no, empty and text are understood. Dates stay text until somebody who knows what
they stand for reads them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import yaml

from followthrough.procedures.language.faults import Fault, Place, did_you_mean

T = TypeVar("T")
D = TypeVar("D")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS = {"yes": True, "no": False, "true": True, "false": False, "null": None, "~": None, "": None}
_WHOLE = re.compile(r"[-+]?\d+")
_DECIMAL = re.compile(r"[-+]?\d+\.\d+")
MOST_SIGNS = 20_000  # of what people type in a form; the longest file of the packs has a quarter of it
DEEPEST = 16
TOO_DEEP = f"it is nested too deep. Write at most {DEEPEST} levels, one inside the other."


@dataclass(frozen=True)
class Node:
    """A value with its place: None, bool, int, float, str, list of nodes, or mapping of names to nodes."""

    value: object
    place: Place

    def fault(self, message: str) -> Fault:
        return Fault(self.place, message)

    def text(self, what: str) -> str:
        if isinstance(self.value, str) and self.value.strip():
            return self.value.strip()
        if isinstance(self.value, int | float) and not isinstance(self.value, bool):
            return str(self.value)
        raise self.fault(f"{what} must be words.")

    def whole(self, what: str) -> int:
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            return self.value
        raise self.fault(f"{what} must be a whole number.")

    def yes_or_no(self, what: str) -> bool:
        if isinstance(self.value, bool):
            return self.value
        raise self.fault(f"{what} must be yes or no.")

    def items(self, what: str) -> list[Node]:
        """The nodes of a list; a single value counts as a list of one."""
        if self.value is None:
            raise self.fault(f"{what} is empty: write at least one.")
        if isinstance(self.value, list):
            return self.value
        return [self]

    def texts(self, what: str) -> tuple[str, ...]:
        return tuple(item.text(what) for item in self.items(what))

    def entry(self, what: str) -> Entry:
        if isinstance(self.value, dict):
            return Entry(self.value, self.place, what)
        raise self.fault(f"{what} must be a mapping: write its parts as “name: value”.")

    def named(self, what: str) -> Iterator[tuple[str, Node]]:
        yield from self.entry(what).nodes.items()


@dataclass
class Entry:
    """A mapping that is read key by key. `done` refuses what nobody asked for."""

    nodes: dict[str, Node]
    place: Place
    what: str
    asked: set[str] = field(default_factory=set)

    def fault(self, message: str) -> Fault:
        return Fault(self.place, message)

    def has(self, key: str) -> bool:
        self.asked.add(key)
        return key in self.nodes

    def need(self, key: str) -> Node:
        if not self.has(key):
            raise self.fault(f'{self.what} needs "{key}".')
        return self.nodes[key]

    def maybe(self, key: str, read: Callable[[Node], T], default: D) -> T | D:
        return read(self.nodes[key]) if self.has(key) else default

    def text(self, key: str, default: str | None = None) -> str:
        if default is not None and not self.has(key):
            return default
        return self.need(key).text(f'"{key}"')

    def done(self) -> None:
        for key, node in self.nodes.items():
            if key not in self.asked:
                raise node.fault(f'{self.what} has no "{key}". {did_you_mean(key, self.asked)}')


def read_yaml(path: Path, shown_as: str | None = None) -> Node:
    """The file as a node. Raises Fault when it cannot be read; OSError when it cannot be opened."""
    return read_text(path.read_text(encoding="utf-8"), shown_as or str(path))


def read_text(text: str, file: str, refuse: Callable[[str, str], None] | None = None) -> Node:
    """The same of what stands in no file; `file` is what a fault calls it. `refuse` looks at the text first."""
    try:
        if refuse is not None:
            refuse(text, file)
        root = yaml.compose(text, Loader=_Loader)
        if root is not None:
            return _convert(root, file)
    except RecursionError as error:
        raise Fault(Place(file, 1), TOO_DEEP) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Fault(
            Place(file, line), f"this is not YAML: {error.problem}. Look at the indent and the quotes."
        ) from error
    except yaml.YAMLError as error:
        raise Fault(Place(file, 1), "it holds a sign that no text has. Type it anew, without pasting.") from error
    raise Fault(Place(file, 1), "the file is empty. Write its content, or delete the file.")


def refuse_what_grows(text: str, file: str) -> None:
    """Raises Fault where a short text could stand for a long one, or for one that is too deep to read.

    The stream of events is what the parser itself understands: no way of writing a reference passes it.
    """
    if len(text) > MOST_SIGNS:
        raise Fault(Place(file, 1), f"it is too long: {len(text):,} signs. Write at most {MOST_SIGNS:,}.")
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        place = Place(file, event.start_mark.line + 1 if event.start_mark else 1)
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            raise Fault(place, "“&” and “*” before a word stand for other text. Write it out.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise Fault(place, TOO_DEEP)


def _convert(node: yaml.Node, file: str) -> Node:
    place = Place(file, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return Node([_convert(item, file) for item in node.value], place)
    if isinstance(node, yaml.MappingNode):
        return Node(_mapping(node, file), place)
    return Node(_scalar(node), place)


def _mapping(node: yaml.MappingNode, file: str) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for key_node, value_node in node.value:
        key, place = str(key_node.value), Place(file, key_node.start_mark.line + 1)
        if key in found:
            raise Fault(place, f'"{key}" stands twice here. Keep one.')
        found[key] = Node(_convert(value_node, file).value, place)
    return found


def _scalar(node: yaml.Node) -> object:
    raw = str(node.value)
    if getattr(node, "style", None) in {"'", '"', "|", ">"}:
        return raw
    if raw.lower() in _WORDS:
        return _WORDS[raw.lower()]
    if _WHOLE.fullmatch(raw):
        return int(raw)
    return float(raw) if _DECIMAL.fullmatch(raw) else raw

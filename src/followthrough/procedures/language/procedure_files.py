"""Every procedure file of the packs: each is read once, and after what it waits for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from followthrough.procedures.language.faults import Found
from followthrough.procedures.language.offices import refuse_unknown_offices
from followthrough.procedures.language.procedures import ProcedureReader
from followthrough.procedures.language.reading import Node, read_yaml
from followthrough.procedures.language.written import Written
from followthrough.procedures.model.procedure import AnyProcedure
from followthrough.procedures.model.vocabulary import About

_NOT_PROCEDURES = {"pack.yaml", "sources.yaml", "settings.yaml", "offices.yaml"}
_NOT_THEMES = {"cases", "settings"}


class ProcedureFiles:
    """What is wrong with one file is kept, so that the others are read all the same."""

    def __init__(
        self,
        root: Path,
        packs: Iterable[str],
        reader: ProcedureReader,
        offices: Collection[str],
        found: Found,
        written: Collection[Written] = (),
    ) -> None:
        self._root, self._offices, self._found = root, offices, found
        packs = tuple(packs)
        self._reader = replace(reader, kinds_of=self.kinds_of, subjects_of=self.subjects_of)
        self._nodes = {path: node for pack in packs for path in self._paths(pack) if (node := self._node(path))}
        for each in written:
            with found.gathering(each.id):
                self._nodes[self._place_of(each, packs[-1])] = each.node()
        self._read: dict[Path, AnyProcedure | None] = {}

    def read(self) -> list[AnyProcedure]:
        for path in self._nodes:
            self._procedure(path)
        return [found for path in self._nodes if (found := self._read[path]) is not None]

    def kinds_of(self, procedure: str) -> tuple[str, ...] | None:
        """The kinds of event whose data a procedure reads, in all its versions; None where nobody can tell.

        Raises KeyError with the ids that there are where no file holds it.
        """
        paths = [path for path, node in self._nodes.items() if _id(node) == procedure]
        if not paths:
            raise KeyError(*(_id(node) for node in self._nodes.values()))
        versions = [self._procedure(path) for path in paths]
        kinds = [self._reader.kinds_read_by(each) for each in versions if each is not None]
        if len(kinds) < len(paths) or None in kinds:
            return None
        return tuple(dict.fromkeys(kind for each in kinds for kind in each or ()))

    def subjects_of(self, procedure: str) -> set[str]:
        """Whom a procedure is about, in all its versions."""
        return {_subject(node) for node in self._nodes.values() if _id(node) == procedure}

    def _paths(self, pack: str) -> list[Path]:
        return [
            path
            for path in sorted((self._root / pack).rglob("*.yaml"))
            if path.name not in _NOT_PROCEDURES and path.relative_to(self._root / pack).parts[0] not in _NOT_THEMES
        ]

    def _place_of(self, written: Written, pack: str) -> Path:
        """In place of the last version that the pack has of it, else beside the pack's other files."""
        held = [
            path
            for path, node in self._nodes.items()
            if _id(node) == written.id and path.relative_to(self._root).parts[0] == pack
        ]
        return max(held, key=lambda path: _version(self._nodes[path]), default=self._root / pack / written.file)

    def _node(self, path: Path) -> Node | None:
        with self._found.gathering(path.stem):
            return read_yaml(path, str(path.relative_to(self._root)))
        return None

    def _procedure(self, path: Path) -> AnyProcedure | None:
        """None while it is being read, or where it is faulty."""
        if path not in self._read:
            self._read[path] = None
            with self._found.gathering(path.stem):
                self._read[path] = self._read_one(path)
        return self._read[path]

    def _read_one(self, path: Path) -> AnyProcedure:
        node = self._nodes[path]
        refuse_unknown_offices(node, self._offices)
        pack, theme = path.relative_to(self._root).parts[:2]
        procedure = replace(self._reader, pack=pack).read(node, theme=theme)
        if not path.stem.startswith(procedure.id):
            raise node.fault(f'The file holds "{procedure.id}" and must be named after it.')
        return procedure


def _id(node: Node) -> str:
    return _word(node, "id", "")


def _version(node: Node) -> int:
    held = _word(node, "version", "0")
    return int(held) if held.isdigit() else 0


def _subject(node: Node) -> str:
    return _word(node, "subject", About.CHILD)


def _word(node: Node, name: str, default: str) -> str:
    held = node.value.get(name) if isinstance(node.value, dict) else None
    return str(held.value) if isinstance(held, Node) else default

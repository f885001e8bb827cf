"""Folders of YAML → a rulebook: vocabulary, then each pack's sources, settings and procedures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from followthrough.procedures.language.faults import Fault, did_you_mean, raise_all
from followthrough.procedures.language.instants import parse_day
from followthrough.procedures.language.offices import load_offices, refuse_unknown_offices
from followthrough.procedures.language.procedures import ProcedureReader
from followthrough.procedures.language.reading import Node, read_yaml
from followthrough.procedures.language.settings import SettingsReader
from followthrough.procedures.language.vocabularies import load_vocabulary
from followthrough.procedures.model.procedure import AnyProcedure
from followthrough.procedures.model.rulebook import Rulebook, Setting
from followthrough.procedures.model.vocabulary import Vocabulary

PACKS = ("england", "partnership")
_NOT_PROCEDURES = {"pack.yaml", "sources.yaml", "settings.yaml", "offices.yaml"}
_NOT_THEMES = {"cases", "settings"}
Sources = dict[str, tuple[str, str, date | None]]


def load_rulebook(root: Path, packs: Iterable[str] = PACKS) -> Rulebook:
    """The rulebook in `root`, each pack on top of the one it extends.

    Raises Fault (file, line, what is wrong, the mend) or ModelError. The version is a digest of all that was read.
    """
    packs = tuple(packs)
    offices = load_offices(root, packs)
    vocabulary = load_vocabulary(root / "vocabulary", root)
    settings: dict[str, Setting] = {}
    sources: Sources = {}
    for pack in packs:
        _check_pack(root, pack, packs)
        sources |= load_sources(root, (pack,))
        SettingsReader(pack, sources, offices, vocabulary.roles).load(root, settings)
    procedures: list[AnyProcedure] = []
    faults: list[Fault] = []
    for pack in packs:
        procedures += _load_procedures(root, pack, vocabulary, settings, sources, offices, faults)
    raise_all(faults)
    _refuse_twice(procedures)
    return Rulebook(_digest(root, packs), vocabulary, settings, tuple(procedures))


def packs_of(root: Path, pack: str) -> tuple[str, ...]:
    """A pack and what it extends, the base first: what `load_rulebook` needs for one partnership."""
    chain: list[str] = []
    name: object = pack
    while isinstance(name, str):
        path = root / name / "pack.yaml"
        if not path.exists():
            known = [each.parent.name for each in root.glob("*/pack.yaml")]
            raise ValueError(f'"{name}" is no pack in {root}. {did_you_mean(name, known)}')
        if name in chain:
            raise ValueError(f"The packs extend each other in a circle: {' → '.join((*chain, name))}.")
        chain.append(name)
        extends = read_yaml(path, f"{name}/pack.yaml").entry("A pack").nodes.get("extends")
        name = extends.value if extends else None
    return tuple(reversed(chain))


def _check_pack(root: Path, pack: str, packs: tuple[str, ...]) -> None:
    entry = read_yaml(root / pack / "pack.yaml", f"{pack}/pack.yaml").entry("A pack")
    if entry.text("id") != pack:
        raise entry.need("id").fault(f"The pack's id must be its folder's name, \"{pack}\".")
    entry.text("title")
    base = entry.maybe("extends", lambda n: n.value, None)
    if base is not None and (not isinstance(base, str) or base not in packs[: packs.index(pack)]):
        raise entry.need("extends").fault(
            f'"{pack}" extends "{base}", which must be loaded before it. {did_you_mean(str(base), packs)}'
        )
    entry.maybe("description", lambda n: n.text('"description"'), "")
    entry.done()


def load_sources(root: Path, packs: Iterable[str]) -> Sources:
    """What the rules of `packs` rest on, by id: title, address, and the day it was read on. Raises Fault."""
    found: Sources = {}
    for pack in packs:
        path = root / pack / "sources.yaml"
        if path.exists():
            found |= {
                name: _source(name, node) for name, node in read_yaml(path, f"{pack}/sources.yaml").named("Sources")
            }
    return found


def _source(name: str, node: Node) -> tuple[str, str, date | None]:
    entry = node.entry(f'The source "{name}"')
    try:
        verified_on = entry.maybe("verified_on", lambda n: parse_day(n.text('"verified_on"')), None)
    except ValueError as error:
        if isinstance(error, Fault):
            raise
        raise entry.need("verified_on").fault(str(error)) from error
    entry.maybe("note", lambda n: n.text('"note"'), "")
    found = (entry.text("title"), entry.text("address"), verified_on)
    entry.done()
    return found


def _load_procedures(
    root: Path,
    pack: str,
    vocabulary: Vocabulary,
    settings: dict[str, Setting],
    sources: Sources,
    offices: Iterable[str],
    faults: list[Fault],
) -> list[AnyProcedure]:
    """The procedures of a pack. What is wrong with one is kept, so that the others are read all the same."""
    reader = ProcedureReader(pack, vocabulary, sources, settings)
    found: list[AnyProcedure] = []
    for path in sorted((root / pack).rglob("*.yaml")):
        parts = path.relative_to(root / pack).parts
        if path.name in _NOT_PROCEDURES or parts[0] in _NOT_THEMES:
            continue
        try:
            found.append(_read_procedure(path, root, parts[0], reader, offices))
        except Fault as fault:
            faults.append(fault)
    return found


def _read_procedure(
    path: Path, root: Path, theme: str, reader: ProcedureReader, offices: Iterable[str]
) -> AnyProcedure:
    node = read_yaml(path, str(path.relative_to(root)))
    refuse_unknown_offices(node, offices)
    procedure = reader.read(node, theme=theme)
    if not path.stem.startswith(procedure.id):
        raise node.fault(f'The file holds "{procedure.id}" and must be named after it.')
    return procedure


def _refuse_twice(procedures: list[AnyProcedure]) -> None:
    seen: dict[tuple[str, int], AnyProcedure] = {}
    for procedure in procedures:
        key = (procedure.id, procedure.version)
        if key in seen:
            raise _fault_of(
                procedure, f"version {procedure.version} stands twice ({seen[key].pack} and {procedure.pack})"
            )
        seen[key] = procedure


def _fault_of(procedure: AnyProcedure, message: str) -> ValueError:
    return ValueError(f"{procedure.id}: {message}. Give the new one a higher version, or delete one.")


def _digest(root: Path, packs: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for folder in ("vocabulary", *packs):
        for path in sorted((root / folder).rglob("*.yaml")):
            if "cases" not in path.relative_to(root).parts:
                digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]

"""Folders of YAML → a rulebook: vocabulary, then each pack's sources, settings and procedures."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from followthrough.procedures.language.faults import Fault, Found, did_you_mean
from followthrough.procedures.language.instants import parse_day
from followthrough.procedures.language.offices import read_offices
from followthrough.procedures.language.procedure_files import ProcedureFiles
from followthrough.procedures.language.procedures import ProcedureReader
from followthrough.procedures.language.reading import Node, read_yaml
from followthrough.procedures.language.settings import SettingsReader
from followthrough.procedures.language.vocabularies import read_vocabulary
from followthrough.procedures.language.written import Kind, Written
from followthrough.procedures.model.errors import ModelError
from followthrough.procedures.model.procedure import AnyProcedure
from followthrough.procedures.model.rulebook import Rulebook, Setting

PACKS = ("england", "partnership")
Sources = dict[str, tuple[str, str, date | None]]


def load_rulebook(root: Path, packs: Iterable[str] = PACKS, written: Collection[Written] = ()) -> Rulebook:
    """The rulebook in `root`, each pack on top of the one it extends, with what is `written` for the last of them.

    Raises Fault or Faults (file, line, what is wrong, the mend) or ModelError. The version is a digest of all that
    was read of files.
    """
    found = Found()
    rulebook = read_rulebook(root, packs, found, written)
    found.raise_all()
    assert rulebook is not None
    return rulebook


def read_rulebook(root: Path, packs: Iterable[str], found: Found, written: Collection[Written] = ()) -> Rulebook | None:
    """What can be read of the rulebook, with the faults of the rest. None where nobody could tell what follows."""
    packs = tuple(packs)
    offices = read_offices(root, packs, found)
    vocabulary = read_vocabulary(root / "vocabulary", found, root)
    settings: dict[str, Setting] = {}
    sources: Sources = {}
    for pack in packs:
        with found.gathering():
            _check_pack(root, pack, packs)
        sources |= read_sources(root, (pack,), found)
        told = [each for each in written if each.kind is Kind.SETTING and pack == packs[-1]]
        SettingsReader(pack, sources, offices, vocabulary.roles).read(root, settings, found, told)
    if found.is_lost:
        return None
    told = [each for each in written if each.kind is Kind.PROCEDURE]
    reader = ProcedureReader("", vocabulary, sources, settings)
    procedures = ProcedureFiles(root, packs, reader, offices, found, told).read()
    with found.gathering("the whole"):
        _refuse_twice(procedures)
        return Rulebook(_digest(root, packs), vocabulary, settings, tuple(procedures))
    return None


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


def read_sources(root: Path, packs: Iterable[str], found: Found) -> Sources:
    sources: Sources = {}
    for path in (root / pack / "sources.yaml" for pack in packs):
        if path.exists():
            with found.gathering():
                for name, node in read_yaml(path, str(path.relative_to(root))).named("Sources"):
                    with found.gathering(name):
                        sources[name] = _source(name, node)
    return sources


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


def _refuse_twice(procedures: list[AnyProcedure]) -> None:
    seen: dict[tuple[str, int], AnyProcedure] = {}
    for procedure in procedures:
        key = (procedure.id, procedure.version)
        if key in seen:
            raise ModelError(
                f"{procedure.id}: version {procedure.version} stands twice ({seen[key].pack} and {procedure.pack}). "
                "Give the new one a higher version, or delete one."
            )
        seen[key] = procedure


def _digest(root: Path, packs: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for folder in ("vocabulary", *packs):
        for path in sorted((root / folder).rglob("*.yaml")):
            if "cases" not in path.relative_to(root).parts:
                digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]

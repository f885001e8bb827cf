"""How is a change written in the language of the rulebook? From what a form asks to YAML, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from followthrough.procedures.language import Written
from followthrough.procedures.language.faults import Found
from followthrough.procedures.language.packs import read_sources
from followthrough.procedures.language.written import Kind
from followthrough.procedures.model.procedure import Confidence
from followthrough.procedures.model.rulebook import Setting
from followthrough.service.learning.changes.holding import OUR, OURS

_TOP = re.compile(r"([a-z_]+):")
_PART = re.compile(r"\s*(?:- )?([a-z_]+):")
NEW_THEME = "from-reviews"


def quoted(words: str) -> str:
    """As the language reads it, whatever somebody typed."""
    return json.dumps(" ".join(words.split()), ensure_ascii=False)


def time(setting: Setting, value: str, theme: str) -> Written:
    """What rests on a source goes on to name it, however much it is tightened."""
    is_ours = setting.confidence in OURS
    lines = [
        f"{setting.id}:",
        f"  title: {quoted(setting.title)}",
        f"  value: {quoted(value)}",
        f"  confidence: {Confidence.OURS if is_ours else setting.confidence}",
        f"  source: {OUR if is_ours else setting.source}",
        *(["  tighter: longer"] if setting.is_longer_tighter else []),
    ]
    return Written(Kind.SETTING, setting.id, theme, "\n".join(lines) + "\n")


def deadline(held: Written, key: str, value: str, confidence: Confidence) -> Written:
    """`key` is `within` of a duty, `every` of a standing duty; `confidence` is that of what the time rests on."""
    said = value.strip() if value.strip().startswith(("{", "[")) else quoted(value)
    text = with_part(held.text, key, [f"{key}: {' '.join(said.split())}"])
    return _with_text(held, with_part(text, "deadline_confidence", [f"deadline_confidence: {confidence}"]))


def condition(held: Written, key: str, words: str) -> Written:
    """`key` is `if`, or `as_soon_as` of a watch. The words are the language’s own."""
    told = [f"{key}:", *(f"  {line}" for line in words.rstrip().splitlines())]
    return _with_text(held, with_part(held.text, key, told))


def new(*, identity: str, subject: str, kind: str, lines: Iterable[str], said: Mapping[str, Any]) -> Written:
    """A new rule from the form. `lines` are what its pattern says; where it comes from is said here."""
    source, clause = said["source"] or OUR, said["clause"] or f"Recommendation {said['recommendation']}"
    told = [
        f"id: {identity}",
        "version: 1",
        f"kind: {kind}",
        f"title: {quoted(said['title'])}",
        "owner: policies-and-procedures-group",
        f"source: {{id: {source}, clause: {quoted(clause)}}}",
        f"says: {quoted(said['source_words'])}",
        # Somebody here has read the document; nobody who keeps the files has looked there yet.
        f"confidence: {Confidence.PARTLY if said['source'] else Confidence.OURS}",
        f"deadline_confidence: {Confidence.OURS}",
        f"in_force: {{from: {said['in_force_on'].isoformat()}}}",
        f"subject: {subject}",
        *lines,
        "ladder:",
        "  - {after: 0 clock minutes, tell: {of: debtor, role: team-manager}}",
    ]
    return Written(Kind.PROCEDURE, identity, NEW_THEME, "\n".join(told) + "\n")


def value_of(written: Written) -> str:
    """Of a setting that `time` has written."""
    line = next((each for each in written.text.splitlines() if each.startswith("  value: ")), "  value: ''")
    return str(json.loads(line.split(": ", 1)[1]))


@cache
def sources(folder: Path, packs: tuple[str, ...]) -> dict[str, str]:
    """The titles of the documents that the packs know."""
    return {name: title for name, (title, _, _) in read_sources(folder, packs, Found()).items()}


def identity_of(title: str, taken: Iterable[str]) -> str:
    """A name for a new rule, from its title."""
    words = "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:60].strip("-") or "rule"
    name = words if words[0].isalpha() else f"rule-{words}"
    number, found = 2, name
    while found in set(taken):
        number, found = number + 1, f"{name}-{number}"
    return found


def with_part(text: str, key: str, lines: list[str]) -> str:
    """The text with one of its parts replaced; a part that it does not have yet stands after `when` or `while`."""
    told = text.splitlines()
    begins = _begin(told, key)
    if begins is None:
        after = _begin(told, "when") if _begin(told, "when") is not None else _begin(told, "while")
        begins = ends = _end(told, after if after is not None else len(told) - 1)
    else:
        ends = _end(told, begins)
    return "\n".join([*told[:begins], *lines, *told[ends:]]) + "\n"


def part_of(text: str, key: str) -> str:
    """What stands under a part, without its name and indent; empty where it has none."""
    told = text.splitlines()
    begins = _begin(told, key)
    if begins is None:
        return ""
    first, *rest = told[begins : _end(told, begins)]
    inline = first.split(":", 1)[1].strip()
    indent = min((len(line) - len(line.lstrip()) for line in rest if line.strip()), default=0)
    return "\n".join([*([inline] if inline else []), *(line[indent:] for line in rest)]).strip()


def part_at(text: str, line: int) -> str:
    """Which part of the text stands at a line: its own name at the top, or the nearest above it."""
    for each in reversed(text.splitlines()[:line]):
        if found := _TOP.match(each):
            return found[1]
    return ""


def setting_part_at(text: str, line: int) -> str:
    found = _PART.match(text.splitlines()[line - 1])
    return found[1] if found else ""


@cache
def theme_of_setting(folder: Path, pack: str, identity: str) -> str:
    """The file of the pack that sets it; one of its own for what the pack has left as it was."""
    for path in sorted((folder / pack / "settings").glob("*.yaml")):
        if _begin(path.read_text(encoding="utf-8").splitlines(), identity) is not None:
            return path.stem
    return NEW_THEME


@cache
def file_of(folder: Path, pack: str, identity: str) -> Written | None:
    """What the pack's newest file says of a procedure."""
    found = [
        path for path in sorted((folder / pack).rglob(f"{identity}*.yaml")) if _is_of(path, folder / pack, identity)
    ]
    if not found:
        return None
    path = max(found, key=lambda each: int(part_of(each.read_text(encoding="utf-8"), "version") or 0))
    return Written(Kind.PROCEDURE, identity, path.relative_to(folder).parts[1], path.read_text(encoding="utf-8"))


def _is_of(path: Path, pack: Path, identity: str) -> bool:
    is_procedure = path.relative_to(pack).parts[0] not in ("cases", "settings")
    return is_procedure and part_of(path.read_text(encoding="utf-8"), "id") == identity


def _with_text(held: Written, text: str) -> Written:
    return Written(held.kind, held.id, held.theme, text)


def _begin(lines: list[str], key: str) -> int | None:
    return next((at for at, line in enumerate(lines) if line.startswith(f"{key}:")), None)


def _end(lines: list[str], begins: int) -> int:
    return next((at for at in range(begins + 1, len(lines)) if _TOP.match(lines[at])), len(lines))

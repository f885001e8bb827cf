"""Is there a test that shows the whole text of every fault? A new fault fails here until one does.

A fault counts as shown when one text in these tests holds every fixed part of its message; the tests beside this one
compare such texts with what is said.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SOURCES = [
    path
    for folder in ("language", "casebook")
    for path in sorted((ROOT / "src/followthrough/procedures" / folder).glob("*.py"))
]
TESTS = [path for folder in ("language", "casebook") for path in sorted((ROOT / "tests/unit" / folder).glob("*.py"))]


def fixed_parts(message: ast.expr) -> list[str]:
    """What a message always says, between what it fills in."""
    pieces = message.values if isinstance(message, ast.JoinedStr) else [message]
    said = [piece.value for piece in pieces if isinstance(piece, ast.Constant) and isinstance(piece.value, str)]
    return [part for part in (each.strip() for each in said) if len(part) > 2]


def faults(path: Path) -> Iterator[tuple[int, list[str]]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and (message := message_of(node)) is not None and (parts := fixed_parts(message)):
            yield node.lineno, parts


def message_of(call: ast.Call) -> ast.expr | None:
    """The message of `node.fault(…)`, `Fault(place, …)` and of what else refuses a rulebook in words."""
    match call.func:
        case ast.Attribute(attr="fault"):
            return call.args[0]
        case ast.Name(id="Fault"):
            return call.args[1]
        case ast.Name(id="ValueError" | "ModelError") if call.args:
            return call.args[0]
    return None


def shown() -> set[str]:
    """Every text that stands in the tests of the language and of the casebook."""
    found: set[str] = set()
    for path in TESTS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                found.add("…".join(piece.value for piece in node.values if isinstance(piece, ast.Constant)))
    return found


SHOWN = shown()
FAULTS = [(f"{path.stem}:{line}", parts) for path in SOURCES for line, parts in faults(path)]


@pytest.mark.parametrize(("place", "parts"), FAULTS, ids=[place for place, _ in FAULTS])
def test_a_test_shows_the_whole_text(place: str, parts: list[str]) -> None:
    assert any(all(part in text for part in parts) for text in SHOWN), f"{place}: no test shows {' … '.join(parts)}"


def test_there_are_faults_to_show() -> None:
    assert len(FAULTS) > 80

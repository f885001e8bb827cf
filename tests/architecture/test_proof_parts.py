"""`make proof` in parts: each names tests that there are, and pieces of a part do all of its work together."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def test_each_part_names_tests_that_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    proof = _tool(monkeypatch)
    named = [each for files in proof.PARTS.values() for each in files]
    for each in named:
        path, _, name = each.partition("::")
        assert (ROOT / path).is_file(), each
        assert f"def {name}" in (ROOT / path).read_text(encoding="utf-8"), each
    assert {each.partition("-")[0] for each in proof.EVERY_PART} == set(proof.PARTS)


@pytest.mark.parametrize("pieces", [1, 2, 3, 4])
def test_the_pieces_do_all_of_it(pieces: int) -> None:
    told = [_share(number, pieces) for number in range(1, pieces + 1)]
    assert sum(count for count, _ in told) >= 5000
    assert sorted(name for _, names in told for name in names) == list("abcde")


def _tool(monkeypatch: pytest.MonkeyPatch) -> Any:
    """By its place: `tests/proof` has the same name."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    found = spec_from_file_location("proof_tool", ROOT / "tools" / "proof.py")
    assert found is not None and found.loader is not None
    made = module_from_spec(found)
    found.loader.exec_module(made)
    return made


def _share(number: int, of: int) -> tuple[int, list[str]]:
    code = "from support import parts; print(parts.share_of(5000), *parts.of_these(list('abcde')))"
    environment = {"FOLLOWTHROUGH_PART": f"{number}/{of}", "PYTHONPATH": str(ROOT / "tests")}
    said = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    count, *names = said.stdout.split()
    return int(count), names

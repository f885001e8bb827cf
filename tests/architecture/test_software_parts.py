"""The list of software parts is that of the locks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
BOM = ROOT / "docs" / "reference" / "sbom.cdx.json"


@pytest.fixture(scope="module")
def parts() -> dict[str, Any]:
    return {part["purl"]: part for part in json.loads(BOM.read_text(encoding="utf-8"))["components"]}


def test_it_is_what_the_locks_say_now() -> None:
    found = subprocess.run([sys.executable, ROOT / "tools/make_sbom.py", "--check"], capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr


def test_every_hash_of_a_lock_is_in_it_and_nothing_without_one(parts: dict[str, Any]) -> None:
    locked = "".join((ROOT / "requirements" / f"{lock}.lock").read_text() for lock in ("web", "analytics"))
    wanted = {word.partition("sha256:")[2] for word in locked.split() if word.startswith("--hash=sha256:")}
    listed = {each["content"] for part in parts.values() for each in part["hashes"] if each["alg"] == "SHA-256"}
    assert listed == wanted
    assert [purl for purl, part in parts.items() if not part["hashes"]] == []


def test_it_names_no_place_and_no_tool_of_the_tests(parts: dict[str, Any]) -> None:
    assert "://" not in BOM.read_text(encoding="utf-8")
    names = {part["name"] for part in parts.values()}
    assert {"django", "cryptography", "duckdb", "govuk-frontend"} <= names
    assert not names & {"pytest", "hypothesis", "ruff", "playwright"}

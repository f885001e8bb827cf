"""The security register is honest: what it points to exists, and its page is made from it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).parents[2]
REGISTER = yaml.safe_load((ROOT / "docs/reference/asvs.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def maker() -> Iterator[ModuleType]:
    sys.path.insert(0, str(ROOT / "tools"))
    import make_asvs

    yield make_asvs
    sys.path.remove(str(ROOT / "tools"))


def missing(evidence: str) -> bool:
    path, _, name = evidence.partition("::")
    if not (ROOT / path).exists():
        return True
    tests = re.findall(r"^ *(?:async )?def (test_\w+)", (ROOT / path).read_text(), re.M) if name else []
    return bool(name) and (not tests if name == "*" else name not in tests)


def test_every_piece_of_evidence_exists() -> None:
    pointed = {number: [e for e in said.get("evidence", ()) if missing(e)] for number, said in REGISTER.items()}
    gone = {number: found for number, found in pointed.items() if found}
    assert gone == {}, "Say in docs/reference/asvs.yaml what shows it now, and run python tools/make_asvs.py."


@pytest.mark.parametrize("evidence", ["docs/none.md", f"{__file__}::test_that_nobody_wrote", "docs/README.md::*"])
def test_evidence_that_is_none_would_be_seen(evidence: str) -> None:
    assert missing(evidence)


def test_a_status_comes_with_what_bears_it(maker: ModuleType) -> None:
    for number, said in REGISTER.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", number)
        assert said["level"] in maker.IN_ALL
        assert said["status"] in maker.STATUSES
        if said["status"] in ("held", "partly"):
            assert said.get("evidence"), f"{number} is {said['status']}: say by what."
        if said["status"] == "not applicable":
            assert said.get("note"), f"{number} is not applicable: say why."


def test_its_numbers_stand_in_order_and_each_once() -> None:
    text = (ROOT / "docs/reference/asvs.yaml").read_text(encoding="utf-8")
    numbers = [tuple(map(int, each.split("."))) for each in re.findall(r'^"([\d.]+)":', text, re.M)]
    assert numbers == sorted(set(numbers))


def test_the_page_is_what_the_register_says_now(maker: ModuleType) -> None:
    assert maker.PAGE.read_text(encoding="utf-8") == maker.page(maker.load()), "Run python tools/make_asvs.py"

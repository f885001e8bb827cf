"""Write docs/reference/asvs.md from docs/reference/asvs.yaml.

python tools/make_asvs.py            writes it
python tools/make_asvs.py --check    says whether it is stale, and writes nothing
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
REGISTER = ROOT / "docs" / "reference" / "asvs.yaml"
PAGE = REGISTER.with_suffix(".md")
IN_ALL = {1: 70, 2: 183, 3: 92}  # requirements of version 5.0, by level
STATUSES = ("held", "partly", "not yet", "not applicable")
_COLUMNS = "| number | level | our reading | status | evidence, note |"
_HEAD = """# Security register: OWASP ASVS 5.0

<!-- Made by tools/make_asvs.py: change asvs.yaml, not this page. -->

Where this service stands with the [Application Security Verification Standard](https://github.com/OWASP/ASVS), version
5.0. Each line is our short reading of a requirement: look up the standard's own words by the number. *Held* means that
the code does it and the evidence shows it; *partly* and *not yet* mean what they say. It is our own view: nobody from
outside has checked it.

"""


def load() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(REGISTER.read_text(encoding="utf-8"))
    return found


def is_tested(said: dict[str, Any]) -> bool:
    """Whether a test is among the evidence."""
    return any("::" in each for each in said.get("evidence", ()))


def page(register: dict[str, dict[str, Any]]) -> str:
    return _HEAD + "\n".join([*_summary(register), *_chapters(register)]) + "\n"


def _summary(register: dict[str, dict[str, Any]]) -> list[str]:
    held = [said for said in register.values() if said["status"] == "held"]
    tested = sum(is_tested(said) for said in held)
    rows = [_row(f"level {level}", register, level) for level in IN_ALL]
    return [
        f"**{len(register)} of the {sum(IN_ALL.values())} requirements are looked at.** "
        f"Of the {len(held)} held ones, {tested} are shown by a test, the others by the code.",
        "",
        f"| | in the standard | looked at | {' | '.join(STATUSES)} |",
        "|---" * (3 + len(STATUSES)) + "|",
        *rows,
    ]


def _row(title: str, register: dict[str, dict[str, Any]], level: int) -> str:
    counted = Counter(said["status"] for said in register.values() if said["level"] == level)
    cells = [title, IN_ALL[level], counted.total(), *(counted[status] for status in STATUSES)]
    return f"| {' | '.join(map(str, cells))} |"


def _chapters(register: dict[str, dict[str, Any]]) -> list[str]:
    lines: list[str] = []
    chapter = ""
    for number, said in register.items():
        if number.partition(".")[0] != chapter:
            chapter = number.partition(".")[0]
            lines += ["", f"## V{chapter}", "", _COLUMNS, "|---" * 5 + "|"]
        shown = [*map(_link, said.get("evidence", ())), *([said["note"]] if "note" in said else [])]
        lines.append(f"| {number} | {said['level']} | {said['reads']} | {said['status']} | {' '.join(shown)} |")
    return lines


def _link(evidence: str) -> str:
    path, _, name = evidence.partition("::")
    title = f"test: {name.removeprefix('test_').replace('_', ' ')}" if name not in ("", "*") else Path(path).name
    return f"[{title}](../../{path})"


def main() -> int:
    text = page(load())
    if "--check" not in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        print("docs/reference/asvs.md is stale: run python tools/make_asvs.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

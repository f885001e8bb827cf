"""Which roles may do what is said in `core.managing`, and nowhere else by a list of one's own."""

from __future__ import annotations

import ast
from pathlib import Path

from followthrough.service.core import managing

SERVICE = Path(__file__).parents[2] / "src/followthrough/service"
ROLES = {
    managing.TEAM, managing.DUTY, managing.SERVICE, managing.ON_CALL, managing.LEAD, managing.BOARDS, "records-manager",
}  # fmt: skip
ELSEWHERE = {"core/managing.py"}


def test_no_other_module_names_a_role_that_manages() -> None:
    found = {
        f"{path.relative_to(SERVICE)}:{each.lineno} {each.value}"
        for path in SERVICE.rglob("*.py")
        if not {"migrations", "demo"} & set(path.parts) and str(path.relative_to(SERVICE)) not in ELSEWHERE
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value in ROLES
    }
    assert found == set(), "name it in core.managing"

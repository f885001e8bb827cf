"""What `make check` does: read the code without running it. All checks run, whatever the first ones find."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from followthrough.setup import machine, python, steps

CHECKS = {
    "ruff": ["ruff", "check", "."],
    "mypy": ["mypy"],
    "bandit": ["bandit", "-q", "-ll", "-c", "pyproject.toml", "-r", "src", "tools"],
    "import-linter": ["lint-imports", "--no-cache"],
}


def main() -> str | None:
    try:
        machine.check()
        python.prepare("dev")
    except steps.Problem as problem:
        return str(problem)
    failed = [name for name, command in CHECKS.items() if not _passes(name, command)]
    return f"These found something: {', '.join(failed)}." if failed else None


def _passes(name: str, command: list[str]) -> bool:
    steps.say(f"• {name}")
    program = python.ENVIRONMENT / "bin" / command[0]
    return subprocess.run([program, *command[1:]], cwd=steps.ROOT).returncode == 0


if __name__ == "__main__":
    sys.exit(main())

"""How does .venv come about, with exactly the packages of a lock, and the project itself in it?"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from pathlib import Path

from followthrough.setup.steps import ROOT, Problem, digest, once, run

ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
COMMAND = ENVIRONMENT / "bin" / "followthrough"
STAMPS = ENVIRONMENT / "stamps"

_TITLES = {
    "web": "Installing the {} packages of the site",
    "dev": "Installing the {} packages of the site, the set-based engine and their tests",
    "analytics": "Installing the {} packages of the set-based engine",
    "spark": "Installing the {} packages of the set-based engine on Spark",
    "node": "Installing Node, which this machine lacks",
}


def prepare(lock: str) -> None:
    """Have .venv with the packages of requirements/<lock>.lock. Those of web.lock are in dev.lock too."""
    made = STAMPS / "made"
    if not _works():
        made.unlink(missing_ok=True)
    once("Making .venv", made, f"{ENVIRONMENT} {sys.version_info[:2]}", _make)
    install(lock)


def _make() -> None:
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    except subprocess.CalledProcessError as error:
        raise Problem(f"Making .venv did not work: {' '.join(map(str, error.cmd))} failed.") from error
    _link_project()


def install(lock: str) -> None:
    """Install a lock's packages, unless they are there. The tests' lock holds the site's and the set engine's too."""
    file = ROOT / "requirements" / f"{lock}.lock"
    wider = ROOT / "requirements" / "dev.lock"
    if lock in ("web", "analytics") and _is_stamped("dev", digest([wider])):
        return
    count = len(re.findall(r"^\S+==", file.read_text(), re.MULTILINE))
    once(_TITLES[lock].format(count), STAMPS / lock, digest([file]), lambda: _pip(file, count))


def _pip(file: Path, count: int) -> None:
    seen: list[str] = []

    def progress(line: str) -> str | None:
        if line.startswith("Collecting "):
            seen.append(line.split()[1])
            return f"{len(seen)} of {count}: {seen[-1]}"
        return "unpacking …" if line.startswith("Installing") else None

    run(
        [PYTHON, "-m", "pip", "install", "--require-hashes", "--disable-pip-version-check", "--no-input",
         "--progress-bar", "off", "-r", file],
        sentence=lambda words: f"pip could not install the packages ({words}): mend that and start again.",
        is_download=True,
        progress=progress,
    )  # fmt: skip


def _works() -> bool:
    """An environment whose Python was upgraded away, or that was never finished, is made anew."""
    if not COMMAND.exists():
        return False
    wanted = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    return subprocess.run([PYTHON, "-c", wanted], capture_output=True).returncode == 0


def _link_project() -> None:
    """The project is imported from src/ as it stands: no build, so no network."""
    packages = next((ENVIRONMENT / "lib").glob("python*/site-packages"), None)
    if packages is None:
        raise Problem("Making .venv did not work: delete the folder .venv and start again.")
    (packages / "followthrough.pth").write_text(f"{ROOT / 'src'}\n")
    COMMAND.write_text(f"#!{PYTHON}\nfrom followthrough.cli import main\n\nraise SystemExit(main())\n")
    os.chmod(COMMAND, 0o755)


def _is_stamped(name: str, wanted: str) -> bool:
    stamp = STAMPS / name
    return stamp.exists() and stamp.read_text() == wanted

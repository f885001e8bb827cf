"""How does the site get its database and the example partnership, and how is it started and stopped?"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from followthrough.setup import python
from followthrough.setup.steps import ROOT, Problem, digest, files_under, once, run

HOME = Path(os.environ.get("FOLLOWTHROUGH_HOME") or ROOT / ".followthrough").resolve()
STORIES = ("child-one", "child-two", "child-three")
_STAMP = HOME / "stamps" / "service"


def environment() -> dict[str, str]:
    return {**os.environ, "FOLLOWTHROUGH_ENVIRONMENT": "demo", "FOLLOWTHROUGH_HOME": str(HOME)}


def prepare() -> None:
    """Set up the database, its tables, the example partnership and the static files."""
    is_embedded = not os.environ.get("DATABASE_URL") and not os.environ.get("FOLLOWTHROUGH_DATABASE_OWNER")
    if is_embedded and not (HOME / "postgres" / "PG_VERSION").exists():
        _STAMP.unlink(missing_ok=True)
    sources = files_under(ROOT / "src", ROOT / "rulebooks")
    server = os.environ.get("DATABASE_URL", "") + os.environ.get("FOLLOWTHROUGH_DATABASE_OWNER", "")
    once("Setting up the database and the example partnership", _STAMP, digest(sources, server), _prepare)


def _prepare() -> None:
    if not os.environ.get("FOLLOWTHROUGH_DATABASE_OWNER"):
        followthrough("setup-database")
    followthrough("manage", "migrate", "--no-input")
    followthrough("manage", "load_demo")
    followthrough("manage", "collectstatic", "--no-input", "--clear")


def empty() -> None:
    _STAMP.unlink(missing_ok=True)
    followthrough("stop")
    followthrough("setup-database", "--empty")
    followthrough("stop")


def replay() -> None:
    """Print the stories in short, and write the whole of them as a page."""
    page = HOME / "replay.html"
    for words in (["--short"], ["--html", str(page)]):
        shown = subprocess.run([python.COMMAND, "replay", *STORIES, *words], env=environment(), cwd=ROOT)
        if shown.returncode:
            raise Problem(f"The replay of the stories failed with code {shown.returncode}; the lines above say why.")


def sign_ins() -> list[tuple[str, str, str]]:
    """User name, password and who that is, for each person of the demo that a visitor may be."""
    ask = "import json; from followthrough.service.demo.people import SIGN_INS; print(json.dumps(SIGN_INS))"
    said = subprocess.run([python.PYTHON, "-c", ask], env=environment(), capture_output=True, text=True)
    if said.returncode:
        raise Problem(f"The demo's sign-ins cannot be read: {said.stderr.strip().splitlines()[-1]}")
    return [tuple(entry) for entry in json.loads(said.stdout)]


def serve(port: int | None) -> None:
    """Become the site: what is told to stop is then the site itself. Does not return."""
    words = ["serve", "--stop-database", *(["--port", str(port)] if port else [])]
    os.execve(python.COMMAND, [str(python.COMMAND), *words], environment())


def start(port: int) -> subprocess.Popen[bytes]:
    """The site as a process of its own, for --check."""
    command: Sequence[str | Path] = [python.COMMAND, "serve", "--stop-database", "--port", str(port)]
    return subprocess.Popen(command, env=environment(), cwd=ROOT, stdout=subprocess.DEVNULL)


def followthrough(*words: str, extra: Mapping[str, str] | None = None) -> None:
    run(
        [python.COMMAND, *words],
        environment={**environment(), **(extra or {})},
        sentence=lambda said: f"followthrough {' '.join(words)} failed: {said}",
    )

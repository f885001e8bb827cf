"""How is a step of set-up shown, skipped when it is done already, and stopped with one clear sentence?"""

from __future__ import annotations

import errno
import hashlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

# What pip and npm say when nobody answers.
_UNREACHABLE = (
    "connection",
    "econnrefused",
    "eai_again",
    "enotfound",
    "etimedout",
    "name resolution",
    "no route to host",
    "proxyerror",
    "timed out",
)

ROOT = Path(__file__).resolve().parents[3]


class Problem(Exception):
    """Set-up cannot go on; the message is one sentence that says what to do."""


def say(text: str = "") -> None:
    print(text, flush=True)


def digest(paths: Iterable[Path], *also: str) -> str:
    """One short word for the content of files, so that a change is seen."""
    found = hashlib.sha256("\0".join(also).encode())
    for path in sorted(paths):
        found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


def files_under(*folders: Path) -> list[Path]:
    """Every file that people write, without what Python leaves beside it."""
    found = (path for folder in folders for path in folder.rglob("*"))
    return [path for path in found if path.is_file() and "__pycache__" not in path.parts]


def once(title: str, stamp: Path, wanted: str, work: Callable[[], None]) -> None:
    """Do the work, unless the stamp says that it was done for exactly this."""
    if stamp.exists() and stamp.read_text() == wanted:
        return
    stamp.unlink(missing_ok=True)
    started = time.monotonic()
    say(f"• {title}")
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)
    say(f"  done in {time.monotonic() - started:.1f} s")


def run(
    command: Sequence[str | Path],
    *,
    sentence: Callable[[str], str],
    is_download: bool = False,
    progress: Callable[[str], str | None] = lambda line: None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run a command, showing progress read from its lines. `sentence` says a failure from its last words."""
    lines: list[str] = []
    try:
        process = subprocess.Popen(
            list(map(str, command)), cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        )  # fmt: skip
    except OSError as error:
        raise Problem(sentence(str(error))) from error
    with process:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            _show(progress(line.rstrip()))
    _end_progress()
    if process.returncode:
        raise Problem(_explained("\n".join(lines), sentence, is_download))


def _explained(output: str, sentence: Callable[[str], str], is_download: bool) -> str:
    lowered = output.lower()
    if "no space left" in lowered or "enospc" in lowered:
        return "The disk is full: free about 1 GB and start again."
    if is_download and any(sign in lowered for sign in _UNREACHABLE):
        return "The package registry cannot be reached: check this machine's network or proxy, and start again."
    lines = [line for line in output.splitlines() if line.strip()] or ["it said nothing"]
    for line in lines[-20:]:
        say(f"  | {line}")
    return sentence(lines[-1])


def _show(text: str | None) -> None:
    if text and sys.stdout.isatty():
        print(f"\r  {text[:76]:<76}", end="", flush=True)


def _end_progress() -> None:
    if sys.stdout.isatty():
        print("\r" + " " * 78 + "\r", end="", flush=True)


def as_problem(error: OSError) -> Problem:
    """What the operating system refused, said plainly."""
    if error.errno == errno.ENOSPC:
        return Problem("The disk is full: free about 1 GB and start again.")
    if error.errno in (errno.EACCES, errno.EROFS):
        return Problem(f"{error.filename or ROOT} cannot be written to: use a folder of your own.")
    return Problem(str(error))

"""Where does this installation keep what it makes for itself: database, secret, static files, letters?

In a checkout that is `.followthrough/` beside pyproject.toml; elsewhere the current folder's.
FOLLOWTHROUGH_HOME names another.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[4]


def root() -> Path:
    """The checkout, or the current folder when the package is installed without one."""
    return _CHECKOUT if (_CHECKOUT / "pyproject.toml").exists() else Path.cwd()


def home() -> Path:
    """The folder of everything that set-up makes and `make clean` may remove."""
    given = os.environ.get("FOLLOWTHROUGH_HOME")
    return Path(given).resolve() if given else root() / ".followthrough"


def kept_secret(name: str) -> str:
    """A random value made once and kept in a file that only its owner reads."""
    path = home() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii")

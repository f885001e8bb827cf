"""Asks `worker` to clean a file, and waits no longer than it may take."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

from followthrough.service.attachments.cleaning.bounds import SECONDS, WORKER
from followthrough.service.attachments.kinds import KEPT, LARGEST, Kind, Refused, recognise
from followthrough.service.core import lanes

_WORDS: Final = [sys.executable, "-I", "-m", WORKER]
_BUSY: Final = "Many files are being checked at this moment. Add it again in a minute, or send without it."
_TOO_MUCH: Final = "It could not be checked: reading it took too long or too much. Save it as a new PDF and add that."


def clean(content: bytes, name: str) -> tuple[bytes, Kind]:
    """The content to keep and what it is. Raises Refused."""
    kind = recognise(content, name)
    try:
        with lanes.slow.place():
            done = _cleaned(kind, content)
    except lanes.Busy as error:
        raise Refused(_BUSY) from error
    except subprocess.TimeoutExpired as error:
        raise Refused(_TOO_MUCH) from error
    head, _, cleaned = done.stdout.partition(b"\n")
    if head == b"refused":
        raise Refused(cleaned.decode())
    if done.returncode != 0 or head.decode() not in KEPT:
        raise Refused(_TOO_MUCH)
    if len(cleaned) > LARGEST:
        raise Refused(f"Cleaned it is larger than {LARGEST >> 20} MB. Make it smaller and add that.")
    return cleaned, KEPT[head.decode()]


def _cleaned(kind: Kind, content: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*_WORDS, kind.key], input=content, capture_output=True, timeout=SECONDS * 1.5, env={}, check=False
    )

"""Is there a virus in it? Asked of a scanner that whoever runs the service names, by the protocol of clamd (INSTREAM).

Where none is named nobody is asked; `config.checks` says so when the service starts. The scanner gets the file as it
was chosen. What it finds something in, and what it could not look at, is not kept; the share goes without it.
"""

from __future__ import annotations

import logging
import socket
import struct
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from followthrough.service.attachments.kinds import Refused

SECONDS: Final = 10.0  # for each of three steps: to reach it, to give it the file, to hear its answer
_BEGIN, _END = b"zINSTREAM\0", struct.pack("!I", 0)
_LONGEST_ANSWER: Final = 4096
_FOUND: Final = (
    "The virus scanner found something in it. Do not open it, and do not send it by another way. Tell your IT desk. "
    "Send what you have written without it."
)
_NOT_ASKED: Final = (
    "It could not be checked for viruses just now. Send what you have written without it, and add the file to another "
    "share later. If it matters now, ring the team and say what is in it."
)

log = logging.getLogger(__name__)


class Found(Refused):
    """There is something in it."""

    def __init__(self) -> None:
        super().__init__(_FOUND)


class NotScanned(Refused):
    """The scanner said nothing that can be relied on."""

    def __init__(self) -> None:
        super().__init__(_NOT_ASKED)


def check(content: bytes) -> None:
    """Raises Found or NotScanned, each in words for whoever chose the file."""
    if not settings.FOLLOWTHROUGH_SCANNER:
        return
    try:
        is_clean = _ask(settings.FOLLOWTHROUGH_SCANNER, content)
    except OSError as fault:
        log.error("The virus scanner does not answer, so files are refused: %s", type(fault).__name__)
        raise NotScanned from fault
    if not is_clean:
        raise Found


def _ask(place: str, content: bytes) -> bool:
    """Only “OK” is clean. Whatever is neither that nor a find, such as a file that is too long for it, is no answer."""
    with _reach(place) as line:
        line.sendall(_BEGIN + struct.pack("!I", len(content)) + content + _END)
        said = _answer(line)
    if said.endswith(b" FOUND"):
        log.warning("The virus scanner found: %s", said[:200].decode("ascii", "replace"))
        return False
    if said != b"stream: OK":
        log.error("The virus scanner says: %s", said[:200].decode("ascii", "replace"))
        raise NotScanned
    return True


def _reach(place: str) -> socket.socket:
    """`unix:///run/clamav/clamd.ctl` or `tcp://127.0.0.1:3310`."""
    parts = urlsplit(place)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=SECONDS)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(SECONDS)
        line.connect(parts.path)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> bytes:
    said = b""
    while b"\0" not in said and len(said) < _LONGEST_ANSWER and (piece := line.recv(_LONGEST_ANSWER)):
        said += piece
    return said.partition(b"\0")[0].strip()

"""Which files are taken, how large may they be, and what is a file by its content, whatever its name says?

What cannot be checked is not taken. Each refusal is a sentence that says what to do; it follows the name of the file.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

MIB: Final = 1 << 20
LARGEST: Final = 15 * MIB  # bytes of one file: a scan of thirty pages, or a photograph of any telephone
LARGEST_TOGETHER: Final = 60 * MIB  # of one request: all of it is held in memory, and none of it on a disk
MOST_FILES: Final = 10  # of one share
MOST_IN_A_DAY: Final = 200  # of one person, so that nobody fills the disk; our default
MOST_BYTES_IN_A_DAY: Final = 1024 * MIB
MOST_PAGES: Final = 300
MOST_PIXELS: Final = 50_000_000
LONGEST_SIDE: Final = 15_000
LONGEST_NAME: Final = 100


class Refused(ValueError):
    """This file is not taken. The message says why, and what to do; it can be read by anybody."""


@dataclass(frozen=True, slots=True)
class Kind:
    key: str
    title: str
    media_type: str
    endings: tuple[str, ...]  # the first is the one that it is kept under
    group: str


PDF: Final = Kind("pdf", "PDF", "application/pdf", ("pdf",), "PDF")
JPEG: Final = Kind("jpeg", "Picture (JPEG)", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), "picture")
PNG: Final = Kind("png", "Picture (PNG)", "image/png", ("png",), "picture")
WEBP: Final = Kind("webp", "Picture (WebP)", "image/webp", ("webp",), "picture")  # kept as JPEG or PNG
WORD: Final = Kind(
    "word",
    "Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ("docx",),
    "Word document",
)
KINDS: Final = (PDF, JPEG, PNG, WEBP, WORD)
KEPT: Final = {each.key: each for each in (PDF, JPEG, PNG, WORD)}
ACCEPT: Final = ",".join(f".{ending}" for each in KINDS for ending in each.endings)  # a help to the browser, no check

_BEGINS: Final = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"PK\x03\x04", WORD))
_USE_PDF: Final = "Save it as a PDF and add that."
_KNOWN_STRANGERS: Final = (
    (0, b"\xd0\xcf\x11\xe0", f"It is an old Word file, or one that is locked with a password. {_USE_PDF}"),
    (
        4,
        b"ftyp",
        "It is a video, or a picture of a kind that we cannot check. Save the picture as a JPEG and add that.",
    ),
    (0, b"GIF8", "It is a GIF. Save it as a JPEG or PNG and add that."),
    (0, b"II*\x00", f"It is a TIFF. {_USE_PDF}"),
    (0, b"MM\x00*", f"It is a TIFF. {_USE_PDF}"),
    (0, b"{\\rtf", f"It is an RTF file. {_USE_PDF}"),
)


def recognise(content: bytes, name: str) -> Kind:
    """By its first bytes; a name that says something quite different is refused too."""
    if not content:
        raise Refused("It is empty. Choose it again.")
    found = _by_content(content)
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lstrip(".").lower()
    said = next((each for each in KINDS if ending in each.endings), None)
    if ending and said is None:
        raise Refused(f"Its name ends in “.{ending[:10]}”. We take PDF, JPEG, PNG, WebP and Word (.docx).")
    if said is not None and said.group != found.group:
        raise Refused(f"Its name says {said.group}, and inside it is a {found.group}. Ask whoever made it.")
    return found


def _by_content(content: bytes) -> Kind:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    for start, kind in _BEGINS:
        if content.startswith(start):
            return kind
    for at, marks, why in _KNOWN_STRANGERS:
        if content[at : at + len(marks)] == marks:
            raise Refused(why)
    raise Refused("It is of no kind that we take: PDF, JPEG, PNG, WebP or Word (.docx).")


def name_for(given: str, kind: Kind) -> str:
    """What it is called when it is fetched again: the sender's words, no folder, no sign that hides another, and the
    ending of what it is.
    """
    plain = PurePosixPath(given.replace("\\", "/")).name
    seen = "".join(c for c in unicodedata.normalize("NFC", plain) if unicodedata.category(c)[0] not in "CZ" or c == " ")
    stem = PurePosixPath(seen).stem if "." in seen.strip(".") else seen
    stem = "".join("-" if c in '<>:"/\\|?*' else c for c in stem).strip(" .")[:LONGEST_NAME].strip(" .")
    return f"{stem or 'file'}.{kind.endings[0]}"

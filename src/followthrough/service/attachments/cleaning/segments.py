"""What stands in a JPEG or a JPEG 2000 beside the picture? Taken out without touching a dot of it."""

from __future__ import annotations

from typing import Final

from followthrough.service.attachments.kinds import Refused

_BROKEN: Final = "One of its pictures is broken. Print it to a new PDF and add that."
_ALONE: Final = {0x01, *range(0xD0, 0xD9)}
# Needed to show the picture: its form, its colours, and how Adobe's programs mixed them.
_KEPT: Final = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_NOTES: Final = {b"uuid", b"xml ", b"uinf"}


def bare_jpeg(raw: bytes) -> bytes:
    """Without comments, Exif, XMP and previews; and nothing behind the end of the picture."""
    if raw[:2] != b"\xff\xd8":
        raise Refused(_BROKEN)
    out, at = bytearray(raw[:2]), 2
    while True:
        at, marker = _next_marker(raw, at)
        if marker == 0xD9:
            return bytes(out + b"\xff\xd9")
        if marker in _ALONE:
            out += bytes((0xFF, marker))
            continue
        length = int.from_bytes(raw[at : at + 2], "big")
        segment = raw[at : at + length]
        if length < 2 or len(segment) < length:
            raise Refused(_BROKEN)
        at += length
        if _is_kept(marker, segment[2:]):
            out += bytes((0xFF, marker)) + segment
        if marker == 0xDA:
            end = _end_of_scan(raw, at)
            out += raw[at:end]
            at = end


def _is_kept(marker: int, said: bytes) -> bool:
    if 0xE0 <= marker <= 0xEF:
        return marker in _KEPT and said.startswith(_KEPT[marker])
    return marker != 0xFE


def _next_marker(raw: bytes, at: int) -> tuple[int, int]:
    if at >= len(raw) or raw[at] != 0xFF:
        raise Refused(_BROKEN)
    while at < len(raw) and raw[at] == 0xFF:
        at += 1
    if at >= len(raw):
        raise Refused(_BROKEN)
    return at + 1, raw[at]


def _end_of_scan(raw: bytes, at: int) -> int:
    while True:
        at = raw.find(b"\xff", at)
        if at < 0 or at + 1 >= len(raw):
            raise Refused(_BROKEN)
        if raw[at + 1] != 0 and not 0xD0 <= raw[at + 1] <= 0xD7:
            return at
        at += 2


def bare_jpeg_2000(raw: bytes) -> bytes:
    """A bare stream of the picture has no room for notes; the boxes around one do."""
    if raw[:4] == b"\xff\x4f\xff\x51":
        return raw
    if raw[4:8] != b"jP  ":
        raise Refused(_BROKEN)
    out, at = bytearray(), 0
    while at + 8 <= len(raw):
        length, kind = int.from_bytes(raw[at : at + 4], "big"), raw[at + 4 : at + 8]
        if length == 1:
            length = int.from_bytes(raw[at + 8 : at + 16], "big")
        length = length or len(raw) - at
        if length < 8 or at + length > len(raw):
            raise Refused(_BROKEN)
        if kind not in _NOTES:
            out += raw[at : at + length]
        at += length
    return bytes(out)

"""Where does the reason for a correction stand? In the text of the new fact, after what the entry says."""

from __future__ import annotations

MARK = "Put right, because: "


def joined(text: str, reason: str) -> str:
    said = f"{MARK}{reason.strip()}"
    return f"{text.strip()}\n\n{said}" if text.strip() else said


def split(text: str) -> tuple[str, str]:
    """What the entry says, and why it was put right."""
    said, mark, reason = text.rpartition(MARK)
    return (said.strip(), reason.strip()) if mark else (text.strip(), "")

"""How is Markdown written so that a word of the rulebook cannot break a table or a link?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NOTE = "<!-- Made by tools/make_reference.py: change the rulebook, not this page. -->"


def text(words: str) -> str:
    """Plain words: nothing in them is markup, and they stay on one line."""
    plain = " ".join(words.split()).replace("\\", "\\\\")
    for sign in ("|", "<", "*", "_", "`", "["):
        plain = plain.replace(sign, f"\\{sign}")
    return plain


def link(title: str, address: str) -> str:
    return f"[{text(title)}]({address})"


def code(words: str) -> str:
    return f"`{words}`"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Cells are Markdown already. Nothing for a table without rows."""
    body = [f"| {' | '.join(cells)} |" for cells in rows]
    return [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *body, ""] if body else []


def lines(said: Iterable[str]) -> str:
    """Several lines in one cell."""
    return "<br>".join(text(each) for each in said)


def bullets(items: Iterable[str]) -> list[str]:
    found = [f"- {item}" for item in items]
    return [*found, ""] if found else []


def page(title: str, *parts: Iterable[str]) -> str:
    body = [line for part in parts for line in part]
    return "\n".join([NOTE, "", f"# {text(title)}", "", *body]).rstrip("\n") + "\n"


def anchor(title: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    kept = "".join(letter for letter in title.lower() if letter.isalnum() or letter in " -_")
    return kept.replace(" ", "-")

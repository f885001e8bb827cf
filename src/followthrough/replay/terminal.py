"""How is text laid out in a terminal of 100 columns? Wrapping, indents, and colour only where a person looks."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

WIDTH = 100
_CODES = {"bold": "1", "dim": "2", "red": "31", "yellow": "33", "green": "32", "blue": "34", "magenta": "35"}


@dataclass(frozen=True)
class Terminal:
    has_colour: bool = False
    width: int = WIDTH

    def paint(self, words: str, *looks: str) -> str:
        if not self.has_colour or not words:
            return words
        return f"\x1b[{';'.join(_CODES[look] for look in looks)}m{words}\x1b[0m"

    def wrapped(self, words: str, indent: int = 2, *looks: str, hanging: int = 0) -> list[str]:
        """Lines of at most `width`; the second and later ones indented by `hanging` more."""
        lines = textwrap.wrap(
            words,
            self.width,
            initial_indent=" " * indent,
            subsequent_indent=" " * (indent + hanging),
            break_on_hyphens=False,
            break_long_words=False,
        )
        return [self.paint(line, *looks) for line in lines]

    def titled(self, title: str, words: str, indent: int, column: int, *looks: str) -> list[str]:
        """`title` at `indent`, and `words` wrapped in a column beside it."""
        lines = self.wrapped(words, column)
        first = f"{' ' * indent}{title}".ljust(column)
        lines = [first + line[column:] if n == 0 else line for n, line in enumerate(lines)] or [first.rstrip()]
        return [self.paint(line, *looks) for line in lines]

    def heading(self, words: str, aside: str = "") -> list[str]:
        room = self.width - len(words) - len(aside)
        line = words + (" " * max(room, 2) + aside if aside else "")
        return ["", self.paint(line, "bold"), self.paint("─" * self.width, "dim")]

    def banner(self, words: str) -> list[str]:
        return [self.paint("═" * self.width, "dim"), self.paint(words, "bold"), self.paint("═" * self.width, "dim")]

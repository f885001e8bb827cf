"""One event as a log has it, before the mapping: words, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class LogError(ValueError):
    """A log that cannot be read. The message names the file and line, what is wrong, and the mend."""

    def __init__(self, file: str, line: int, message: str) -> None:
        self.file, self.line, self.message = file, line, message
        super().__init__(f"{file}, line {line}: {message}")


@dataclass(frozen=True)
class Raw:
    """`case` are the attributes of what the event belongs to; in a table, there are none."""

    line: int
    attributes: Mapping[str, str]
    case: Mapping[str, str]

    def get(self, name: str) -> str | None:
        """An attribute of the event; with "case:" before its name, one of its case."""
        if name.startswith("case:"):
            return self.case.get(name.removeprefix("case:"), self.attributes.get(name))
        return self.attributes.get(name)

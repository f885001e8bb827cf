"""What does an XES log say? Read in a stream, with nothing fetched, expanded or kept of what is past.

A document type is refused: entities are declared there, and a few lines of them can fill any memory.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from followthrough.eventlogs.raw import LogError, Raw

_CHUNK = 1 << 16
_VALUES = {"string", "date", "int", "float", "boolean", "id"}
_NESTED = {"list", "container", "values"}


def read_xes(path: Path) -> Iterator[Raw]:
    """Every event of the log, in its order. Raises LogError; OSError when the file cannot be opened."""
    reader = _Reader(path.name)
    with _opened(path) as file:
        try:
            while chunk := file.read(_CHUNK):
                reader.parser.Parse(chunk, False)
                yield from reader.drain()
            reader.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise LogError(
                path.name, error.lineno, f"this is not XML ({expat.ErrorString(error.code)}). Mend it there."
            ) from error
        except (EOFError, gzip.BadGzipFile) as error:
            raise LogError(path.name, reader.line, "the packed file ends too soon. Fetch it again.") from error
    yield from reader.drain()
    if not reader.is_log:
        raise LogError(path.name, 1, "this is no XES log: its outermost element must be <log>.")


def _opened(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if is_packed else path.open("rb")  # type: ignore[return-value]


@dataclass
class _Reader:
    """Where in the document it is: inside a trace, an event, or an attribute that holds others."""

    file: str
    is_log: bool = False
    found: list[Raw] = field(default_factory=list)
    case: dict[str, str] | None = None
    event: dict[str, str] | None = None
    began: int = 0
    nested: int = 0
    depth: int = 0

    def __post_init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    @property
    def line(self) -> int:
        return self.parser.CurrentLineNumber

    def drain(self) -> list[Raw]:
        found, self.found = self.found, []
        return found

    def _doctype(self, name: str, *rest: object) -> None:
        raise LogError(self.file, self.line, "a document type is not read, for safety. Delete the line with <!DOCTYPE.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        self.depth += 1
        if self.depth == 1:
            self.is_log = name == "log"
        elif name == "trace" and self.event is None:
            self.case = {}
        elif name == "event":
            self.event, self.began = {}, self.line
        elif name in _VALUES or name in _NESTED:
            self._attribute(name, attributes)

    def _attribute(self, name: str, attributes: dict[str, str]) -> None:
        """Attributes of attributes are left out: the mapping names none of them."""
        self.nested += 1
        held = self.event if self.event is not None else self.case
        if self.nested > 1 or held is None or name in _NESTED:
            return
        if "key" not in attributes or "value" not in attributes:
            raise LogError(self.file, self.line, f"<{name}> needs key and value. Write both.")
        held[attributes["key"]] = attributes["value"]

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        self.depth -= 1
        if name in _VALUES or name in _NESTED:
            self.nested = max(self.nested - 1, 0)
        elif name == "event" and self.event is not None:
            self.found.append(Raw(self.began, self.event, self.case or {}))
            self.event = None
        elif name == "trace":
            self.case = None

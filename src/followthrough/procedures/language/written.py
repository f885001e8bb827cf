"""What does a partnership write besides its files? A setting or a procedure that it changed, in the same language.

It stands in place of what its last pack says: so it may do what that pack may do, and no more. A maintainer carries it
into the pack's files in time.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from followthrough.procedures.language.reading import Node, read_text, refuse_what_grows


class Kind(StrEnum):
    SETTING = "setting"
    PROCEDURE = "procedure"


@dataclass(frozen=True, slots=True)
class Written:
    """`text` is YAML: for a setting its name with its parts, for a procedure the whole of it."""

    kind: Kind
    id: str
    theme: str
    text: str

    @property
    def file(self) -> str:
        """Where it would stand in the pack; what faults call it."""
        folder = "settings" if self.kind is Kind.SETTING else self.theme
        return f"{folder}/{self.theme if self.kind is Kind.SETTING else self.id}.yaml"

    def node(self) -> Node:
        """Raises Fault. What people type is read without references: a short text could stand for a very long one."""
        return read_text(self.text, self.file, refuse=refuse_what_grows)

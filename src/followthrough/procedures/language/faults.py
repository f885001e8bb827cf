"""What a reader of YAML says when something is wrong: file, line, what, and the mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Place:
    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}"


class Fault(ValueError):
    """A fault in what somebody wrote. The text names the place, what is wrong and what to do."""

    def __init__(self, place: Place, message: str) -> None:
        self.place = place
        self.message = message
        super().__init__(f"{place}: {message}")


class Faults(ValueError):
    """Several faults at once, so that nobody has to mend one to hear of the next."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n  ".join(str(fault) for fault in faults))


def raise_all(faults: list[Fault]) -> None:
    """Raise what was found: one fault as itself, several together, none not at all."""
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise Faults(faults)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown word: the nearest known one, else the whole choice."""
    known = sorted(known)
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f'Did you mean "{near[0]}"?'
    if not known:
        return "There is nothing to choose from yet."
    shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return f"Choose one of: {shown}."

"""What a reader of YAML says when something is wrong: file, line, what, and the mend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches

from followthrough.procedures.model.errors import ModelError


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

    def __init__(self, faults: list[Fault | ModelError]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n  ".join(str(fault) for fault in faults))


class Found:
    """Gathers faults, so that one look shows them all. What only follows from another is left out."""

    def __init__(self) -> None:
        self._faults: dict[str, Fault | ModelError] = {}
        self._broken: set[str] = set()
        self.is_lost = False

    @contextmanager
    def gathering(self, name: str = "") -> Iterator[None]:
        """Go on after a fault in what bears `name`. Without a name nobody can tell what follows from it: it is lost."""
        try:
            yield
        except (Fault, Faults, ModelError) as error:
            self._add(error)
            self._broken |= {name} if name else set()
            self.is_lost |= not name

    def _add(self, error: Fault | Faults | ModelError) -> None:
        for fault in error.faults if isinstance(error, Faults) else (error,):
            if not self._explains(str(fault)):
                self._faults.setdefault(str(fault), fault)

    def _explains(self, said: str) -> bool:
        """Whether what is said names something that is broken itself, so that it follows from that."""
        return any(f'"{name}"' in said for name in self._broken)

    def __bool__(self) -> bool:
        return bool(self._faults)

    def raise_all(self) -> None:
        """One fault as itself, several together, none not at all."""
        faults = list(self._faults.values())
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

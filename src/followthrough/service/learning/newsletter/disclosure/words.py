"""How are the words of a text read, so that one that is written otherwise is still the same word?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from followthrough.service.children.folding import fold

_WORD = re.compile(r"[^\W_](?:[^\W_]|')*")
_OWN = re.compile(r"'[sS]?$")  # of the person
_BESIDE, _ENDS = " \t\"'“”([", ".!?:;…–\r\n"
_APOSTROPHES = "’‘ʼʹ′`´＇"


class _Signs(dict[int, int | None]):
    """What each sign is read as. Those that nobody sees, and marks upon a letter, are read as nothing."""

    def __missing__(self, sign: int) -> int | None:
        unseen = unicodedata.category(chr(sign)) in ("Cf", "Mn")
        self[sign] = None if unseen else ord("'") if chr(sign) in _APOSTROPHES else sign
        return self[sign]


_SIGNS = _Signs()


@dataclass(frozen=True)
class Word:
    """`start` and `end` are of the text as it stands. `whole` and `folded` are without case, marks and apostrophes:
    with what is of the person, and without it. `begins` where a sentence does.
    """

    start: int
    end: int
    end_of_all: int
    written: str
    whole: str
    folded: str
    begins: bool

    @property
    def is_capital(self) -> bool:
        return self.written[:1].isupper()

    @property
    def singles(self) -> tuple[str, ...]:
        """Without the ending of more than one: of the Okafors, the Joneses; but not Tim of the times."""
        stem = self.folded.removesuffix("es")
        if stem != self.folded and stem.endswith(("s", "x", "z", "ch", "sh")):
            return (stem, f"{stem}e")
        return (self.folded[:-1],) if self.folded.endswith("s") else ()


def words(text: str) -> list[Word]:
    seen = [place for place, sign in enumerate(text) if _SIGNS[ord(sign)] is not None]
    plain, places = text.translate(_SIGNS), [*seen, len(text)]
    found = []
    for match in _WORD.finditer(plain):
        written = _OWN.sub("", match[0])
        end = match.start() + len(written)
        before = plain[: match.start()].rstrip(_BESIDE)
        found.append(
            Word(places[match.start()], places[end], places[match.end()], written, fold_word(match[0]),
                 fold_word(written), not before or before[-1] in _ENDS)
        )  # fmt: skip
    return [each for each in found if each.folded]


def folded(text: str) -> Iterator[str]:
    """The words alone, of a long text."""
    yield from (fold_word(word) for word in _WORD.findall(text.translate(_SIGNS)))


def fold_word(word: str) -> str:
    return word.casefold().replace("'", "") if word.isascii() else fold(word)


def without_unseen(text: str) -> str:
    """Text without the signs that nobody sees: a word that goes out has none inside it."""
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")

"""Where in a text is somebody, or a place, called by name? Whole, however it is written; or by a part of the name.

A part that is a word of the language too, as Will, Mark or Hope, counts where it is written as a name: with a capital
letter. Written small it is taken for the word, or the check would stop a writer at each "will". Of two letters, as An
or My, it counts inside a sentence only, for at its beginning each word has a capital. A person still reads all of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from followthrough.service.learning.newsletter.disclosure.ordinary import OF_ANY_PLACE, ORDINARY, SMALL, TITLES
from followthrough.service.learning.newsletter.disclosure.words import Word, words

# Letters of a part that is looked for by itself, of one that is more than a small word, and of one that is looked for
# as more than one person also where it is written small.
SHORTEST, SHORT, LONG = 2, 3, 5


@dataclass(frozen=True)
class Book:
    """By first word, and by part: a county has thousands, and each word of a text is looked up once. `around` are words
    that belong to what stands beside them: of Little Oakham School the part is Oakham, and all of it goes.
    """

    around: frozenset[str] = frozenset()
    whole: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)

    def found(self, text: str) -> list[tuple[str, str]]:
        told, at, found = words(text), 0, []
        while at < len(told):
            length, instead = self._whole(told[at:]) or self._part(told[at]) or (0, "")
            if length:
                first, last = self._with_around(told, at, at + length - 1) if self.around else (at, at + length - 1)
                found.append((text[told[first].start : self._end(told[last])], instead))
                at = last
            at += 1
        return found

    def _whole(self, told: list[Word]) -> tuple[int, str] | None:
        first = (each for form in {told[0].whole, told[0].folded} for each in self.whole.get(form, ()))
        fitting = [each for each in first if _fits(told, each[0])]
        return max(((len(each[0]), each[1]) for each in fitting), default=None)

    def _part(self, word: Word) -> tuple[int, str] | None:
        for form in (word.whole, word.folded, *word.singles):
            if form in self.parts and self._is_written_so(word, form):
                return 1, self.parts[form]
        return None

    def _is_written_so(self, word: Word, form: str) -> bool:
        if self.around:  # too many streets are called after a thing
            return word.is_capital
        if form != word.folded and word.folded in ORDINARY:  # “does” is nobody Doe, and “child’s” nobody Childs
            return False
        if form in word.singles and not (word.is_capital or len(form) >= LONG):  # “lies” is nobody Li
            return False
        if form not in ORDINARY:
            return True
        return word.is_capital if len(form) >= SHORT else word.written.istitle() and not word.begins

    def _with_around(self, told: list[Word], first: int, last: int) -> tuple[int, int]:
        while first and not told[first].begins and self._belongs(told[first - 1]):
            first -= 1
        while last + 1 < len(told) and not told[last + 1].begins and self._belongs(told[last + 1]):
            last += 1
        return first, last

    def _belongs(self, word: Word) -> bool:
        return word.is_capital and word.folded in self.around

    def _end(self, word: Word) -> int:
        """With what is of the person where the name has it itself, as St Mary’s."""
        return word.end_of_all if word.whole in self.parts and word.whole != word.folded else word.end


def people(names: Mapping[str, str]) -> Book:
    book = Book()
    for name, instead in names.items():
        told = tuple(each.whole for each in words(name))
        if len(told) > 1:
            book.whole.setdefault(told[0], []).append((told, instead))
        for word in told:
            if len(word) >= SHORTEST and word not in TITLES:
                book.parts.setdefault(word, instead)
    return book


def places(called: Mapping[str, str]) -> Book:
    """Of an address each part, with its number and without. A part of a name is one that not many places have."""
    book = Book(OF_ANY_PLACE)
    for read, instead in ((words(part), instead) for place, instead in called.items() for part in place.split(",")):
        whole = tuple(each.whole for each in read)
        for told in dict.fromkeys((whole, tuple(each for each in whole if not each.isdecimal()))):
            if len(told) > 1 or (told and not _is_of_any(told[0])):
                book.whole.setdefault(told[0], []).append((told, instead))
        for word in read:
            if not _is_of_any(word.folded):
                for form in (word.whole, word.folded):
                    book.parts.setdefault(form, instead)
    return book


def _is_of_any(word: str) -> bool:
    return len(word) < SHORT or not word.isalpha() or word in OF_ANY_PLACE | SMALL


def _fits(told: list[Word], name: tuple[str, ...]) -> bool:
    if len(name) == 1 and name[0] in ORDINARY and not told[0].is_capital:  # a bath is not the town of Bath
        return False
    return len(name) <= len(told) and all(
        part in (each.whole, each.folded) for each, part in zip(told, name, strict=False)
    )

"""How is one of hundreds found on a form? A list that is long is searched by a part of a name.

What was found and what is chosen stands there, and nothing else, so that a page stays small where a county has three
hundred schools. It works without scripts: “Find” sends the form, and nothing is done with it but to show it again. A
short list stands there whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.forms.utils import ErrorDict

from followthrough.service.design.forms.choices import Choice
from followthrough.service.design.forms.fields import TextField
from followthrough.service.design.forms.form import Form

MANY = 60  # options; a longer list is searched
SHOWN = 15  # that were found
LOOK = "look"  # the name of every button “Find”; its value says in which list


class FindField(TextField):
    """A part of a name. Its button stands beside it."""

    finds = True


class Finds(Form):
    """Its lists are given with `offer`. Not valid, and without errors, while somebody looks for something."""

    @property
    def is_looking(self) -> bool:
        return self.is_bound and LOOK in self.data

    def offer(
        self, name: str, choices: Iterable[Choice | tuple[str, str]], *, label: str, chosen: Sequence[str] = ()
    ) -> None:
        """`label` is that of the box; `chosen` are chosen already, besides what the form knows of."""
        every = [each if isinstance(each, Choice) else Choice(*each) for each in choices]
        if len(every) > MANY:
            every = self._found(name, every, label, {*chosen, *self._known(name)})
        self.fields[name].choices = every  # type: ignore[attr-defined]

    def full_clean(self) -> None:
        if self.is_looking:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()
        if self.is_bound:  # what was looked for is no answer
            boxes = {name for name, field in self.fields.items() if isinstance(field, FindField)}
            self.cleaned_data = {name: value for name, value in self.cleaned_data.items() if name not in boxes}

    def is_valid(self) -> bool:
        return not self.is_looking and super().is_valid()

    def _found(self, name: str, every: Sequence[Choice], label: str, chosen: set[str]) -> list[Choice]:
        box = f"find_{name}"
        words = _words(str(self.data.get(self.add_prefix(box), "")))
        found = [each for each in every if words and each.value and _is_named(each, words)]
        self.fields[box] = field = FindField(label=label, required=False, marks_optional=False, max_length=80)
        field.help_text = _hint(words, len(found), sum(bool(each.value) for each in every))
        if self.is_looking and self.data[LOOK] == self.add_prefix(name):
            field.widget.attrs["autofocus"] = True
        shown = {"", *chosen, *(each.value for each in found[:SHOWN])}
        return [each for each in every if each.value in shown]

    def _known(self, name: str) -> set[str]:
        """What was sent; before that, what the form begins with."""
        held: Any = self.initial.get(name)
        if self.is_bound:
            held = self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        return {held} if isinstance(held, str) else set(held or ())


def _is_named(choice: Choice, words: Iterable[str]) -> bool:
    """Each word begins one of the name: “mary pri” finds St Mary’s Primary School."""
    named = _words(f"{choice.label} {choice.hint}")
    return all(any(each.startswith(word) for each in named) for word in words)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _hint(words: Sequence[str], found: int, every: int) -> str:
    if not words:
        return f"There are {every}. Type a part of the name, then press “Find”. Nothing is sent yet."
    if not found:
        return "Nothing has this name. Type another part of it, and press “Find” again."
    return f"{found} found. The first {SHOWN} are below: type more of the name." if found > SHOWN else f"{found} found."

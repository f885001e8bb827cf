"""Which procedures are there? All of them by theme, each with who owes what by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from followthrough.procedures.explain.rules import KINDS, describe
from followthrough.procedures.model.procedure import AnyProcedure
from reference import markdown
from reference.book import Book, is_default, theme_words
from reference.markdown import link, table, text

_PLURAL = {"duty": "duties", "standing duty": "standing duties", "gate": "gates", "watch": "watches"}


def page(book: Book) -> str:
    return markdown.page("Procedures", _opening(book), *(_theme(theme, book) for theme in book.themes))


def _opening(book: Book) -> Iterator[str]:
    count = Counter(KINDS[type(each)] for each in book.newest.values())
    kinds = ", ".join(f"{count[kind]} {_PLURAL[kind]}" for kind in KINDS.values())
    cases = sum(len(found) for found in book.cases.values())
    yield (
        f"{len(book.newest)} procedures ({kinds}) with {cases} worked cases. Which rule each carries stands on the "
        "[coverage page](../coverage.md), the words that they are written in under [vocabulary](../vocabulary.md)."
    )
    yield ""
    yield "**†** is a rule or a number that is our own default. **‡** cannot be on yet: it waits for its page."
    yield ""
    links = (f"{link(theme_words(theme), '#' + markdown.anchor(theme_words(theme)))}" for theme in book.themes)
    yield " · ".join(links)
    yield ""


def _theme(theme: str, book: Book) -> Iterator[str]:
    yield f"## {theme_words(theme)}"
    yield ""
    yield from table(("procedure", "who", "by when", "rows"), (_row(each, book) for each in book.themes[theme]))


def _row(procedure: AnyProcedure, book: Book) -> tuple[str, str, str, str]:
    parts = {part.key: part for part in describe(procedure, book.rulebook)}
    marks = ("†" if is_default(procedure) else "") + ("‡" if procedure.id in book.waits_for else "")
    title = link(procedure.title, f"{procedure.id}.md") + (f" {marks}" if marks else "")
    owes, limit = parts.get("owes"), parts.get("limit")
    return (
        title,
        markdown.lines(owes.said) if owes else "*a watch*",
        "<br>".join(text(_short(line)) for line in limit.said) if limit else "",
        " ".join(book.rows_of(procedure.id)),
    )


def _short(line: str) -> str:
    """Without the setting that it comes from: the page of the procedure has it."""
    before, setting, after = line.partition(" (the setting “")
    return f"{before}{after[after.rindex(')') + 1 :]}" if setting else line

"""What does the page of a procedure say? Its words, source, clock and ladder, where it counts, its worked cases."""

from __future__ import annotations

from collections.abc import Iterator

from followthrough.procedures.explain.rules import KINDS, describe
from followthrough.procedures.explain.words import deadline_confidence, rule_confidence, says_words
from followthrough.procedures.model.procedure import AnyProcedure, Obliging, Procedure, WatchProcedure
from reference import markdown, pictures
from reference.book import PACKS, Book, is_default, theme_words
from reference.cases import case_lines
from reference.markdown import code, link, table, text


def pages(book: Book) -> Iterator[tuple[str, str]]:
    """A page for each procedure, and a picture of one of its cases where a picture helps."""
    for identity in book.newest:
        drawn = pictures.drawn_case(book.cases_of(identity))
        title = book.newest[identity].title
        svg = pictures.picture(drawn, title, book.vocabulary, book.calendar) if drawn else None
        yield f"procedures/{identity}.md", _page(identity, book, drawn.name if drawn and svg else None)
        if svg:
            yield f"procedures/{identity}.svg", svg


def _page(identity: str, book: Book, drawn: str | None) -> str:
    newest = book.newest[identity]
    return markdown.page(
        newest.title,
        _opening(newest, book),
        *(_version(each, book, len(book.versions(identity)) > 1) for each in book.versions(identity)),
        _where_it_counts(identity, book),
        _waits(identity, book),
        _cases(identity, book, drawn),
    )


def _opening(procedure: AnyProcedure, book: Book) -> Iterator[str]:
    yield f"{link('All procedures', 'README.md')} › {link(theme_words(procedure.theme), _theme(procedure))}"
    yield ""
    label = " · **our default**" if is_default(procedure) else ""
    yield f"A {KINDS[type(procedure)]} of {PACKS.get(procedure.pack, procedure.pack)}{label} · {code(procedure.id)}"
    yield ""


def _theme(procedure: Procedure) -> str:
    return f"README.md#{markdown.anchor(theme_words(procedure.theme))}"


def _version(procedure: AnyProcedure, book: Book, is_one_of_several: bool) -> Iterator[str]:
    yield f"## Version {procedure.version}: {text(procedure.title)}" if is_one_of_several else "## The rule"
    yield ""
    yield f"> {text(says_words(procedure.says, procedure.confidence))}"
    yield ">"
    yield f"> {_source(procedure)}"
    yield ""
    rows = [(text(part.title), markdown.lines(part.said)) for part in describe(procedure, book.rulebook)]
    yield from table(("", ""), [*rows, ("How sure we are", markdown.lines(_confidence(procedure))), _owner(procedure)])


def _source(procedure: Procedure) -> str:
    source = procedure.source
    title = link(source.title, source.address) if source.address.startswith("http") else text(source.title)
    checked = f" Read on {source.verified_on.day} {source.verified_on:%B %Y}." if source.verified_on else " Not opened."
    return f"{title}: {text(source.clause)}.{checked}"


def _confidence(procedure: Procedure) -> Iterator[str]:
    yield rule_confidence(procedure.confidence)
    if isinstance(procedure, Obliging):
        yield deadline_confidence(procedure.deadline_confidence)


def _owner(procedure: Procedure) -> tuple[str, str]:
    return "Who looks after it", text(f"{theme_words(procedure.owner)}.")


def _where_it_counts(identity: str, book: Book) -> Iterator[str]:
    rows, rules = book.rows_of(identity), book.rules_of(identity)
    if not rows and not rules:
        return
    yield "## Where it counts"
    yield ""
    yield from markdown.bullets(
        [
            *(f"{link(rule.id, '../coverage.md#' + rule.id.lower())} {text(rule.asks)}" for rule in rules),
            *(f"{link(row, '../coverage.md#the-newsletter')} {text(book.catalogue.rows[row])}" for row in rows),
        ]
    )


def _waits(identity: str, book: Book) -> Iterator[str]:
    kinds = book.waits_for.get(identity, ())
    if kinds:
        titles = ", ".join(f"“{text(book.vocabulary.kinds[kind].title)}”" for kind in kinds)
        yield "## What it waits for"
        yield ""
        yield f"No page and no intake records this yet: {titles}. Until one does, it runs in shadow."
        yield ""


def _cases(identity: str, book: Book, drawn: str | None) -> Iterator[str]:
    cases = book.cases_of(identity)
    if not cases:
        return
    yield "## Worked cases"
    yield ""
    yield f"{len(cases)} cases. Their dates were worked out by hand, and the engine is held to them."
    yield ""
    is_watch = isinstance(book.newest[identity], WatchProcedure)
    for number, case in enumerate(cases, 1):
        picture = f"{identity}.svg" if case.name == drawn else ""
        yield from case_lines(number, case, book.vocabulary, book.calendar, is_watch=is_watch, picture=picture)

"""What can be recorded? Kinds of event by theme, states, agencies and roles."""

from __future__ import annotations

from collections.abc import Iterator

from followthrough.procedures.model.vocabulary import DataField, EventKind, FieldType, StateKind
from reference import markdown
from reference.book import Book, theme_words
from reference.markdown import code, table, text


def page(book: Book) -> str:
    return markdown.page("Vocabulary", _opening(book), *_kinds(book), _states(book), _names(book))


def _opening(book: Book) -> Iterator[str]:
    vocabulary = book.vocabulary
    yield (
        f"{len(vocabulary.kinds)} kinds of event, {len(vocabulary.states)} states, {len(vocabulary.agencies)} agencies "
        f"and {len(vocabulary.roles)} roles. How they are written: [the language](language.md)."
    )
    yield ""
    yield (
        "A **risk** can never close, excuse or silence a duty. A field that is **protected** is read by no procedure; "
        "one marked **support only** may open support duties and nothing else. A star marks a field that must be given."
    )
    yield ""
    links = [f"[{theme_words(theme)}](#{markdown.anchor(theme_words(theme))})" for theme in _by_theme(book)]
    yield " · ".join([*links, "[States](#states)", "[Agencies](#agencies)", "[Roles](#roles)"])
    yield ""


def _by_theme(book: Book) -> dict[str, list[EventKind]]:
    found: dict[str, list[EventKind]] = {}
    for kind in sorted(book.vocabulary.kinds.values(), key=lambda each: (each.theme, each.id)):
        found.setdefault(kind.theme, []).append(kind)
    return found


def _kinds(book: Book) -> Iterator[list[str]]:
    for theme, kinds in _by_theme(book).items():
        head = ("kind", "what happened", "it is", "who records it", "fields")
        yield [f"## {theme_words(theme)}", "", *table(head, (_kind(kind) for kind in kinds))]


def _kind(kind: EventKind) -> tuple[str, str, str, str, str]:
    about = "" if kind.about == "child" else f"<br>about {'an' if kind.about[0] in 'aeiou' else 'a'} {kind.about}"
    share = "<br>a share" if kind.conveys else ""
    return (
        code(kind.id),
        text(kind.title) + about,
        f"**{kind.polarity}**" if kind.polarity == "risk" else f"{kind.polarity}{share}",
        text(kind.recorded_by),
        "<br>".join(_field(each) for each in kind.fields.values()),
    )


def _field(field: DataField) -> str:
    kind = ", ".join(map(text, field.choices)) if field.type is FieldType.CHOICE else str(field.type)
    marks = [word for word, holds in (("protected", field.protected), ("support only", field.support_only)) if holds]
    title = f"{text(field.title)} " if field.title and field.title != field.name.replace("_", " ") else ""
    bold = "".join(f", **{mark}**" for mark in marks)
    return f"{code(field.name)}{'★' if field.required else ''} {title}({kind}{bold})"


def _states(book: Book) -> Iterator[str]:
    yield "## States"
    yield ""
    states = sorted(book.vocabulary.states.values(), key=lambda each: each.id)
    yield from table(("state", "what is true", "begun by", "ended by", "matched by"), (_state(each) for each in states))


def _state(state: StateKind) -> tuple[str, str, str, str, str]:
    ended = [code(kind) for kind in state.ended_by] + ([f"the date in {code(state.until)}"] if state.until else [])
    return (
        code(state.id),
        text(state.title),
        "<br>".join(code(kind) for kind in state.begun_by),
        "<br>".join(ended) or "nothing",
        ", ".join(code(each) for each in state.matching),
    )


def _names(book: Book) -> Iterator[str]:
    vocabulary = book.vocabulary
    yield from ("## Agencies", "")
    yield from table(("agency", "name"), ((code(each.id), text(each.title)) for each in vocabulary.agencies.values()))
    yield from ("## Roles", "")
    yield from table(("role", "name"), ((code(each), text(title)) for each, title in vocabulary.roles.items()))

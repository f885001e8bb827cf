"""Whom can a version be for, and how does that read?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.presenters import role_words
from followthrough.service.learning.chapters.models import EVERYBODY


def agencies_offered() -> list[tuple[str, str]]:
    return [(f"agency:{each.pk}", each.title) for each in agencies.agencies()]


def teams_offered() -> list[tuple[str, str]]:
    return [(f"team:{each.key}", str(each)) for each in agencies.teams().order_by("agency__title", "title")]


def roles_offered() -> list[tuple[str, str]]:
    """Those that somebody holds."""
    roles = sorted({role for _, _, role in agencies.roles_held()})
    return [(f"role:{role}", f"Everybody who is {_a(role_words(role))}") for role in roles]


def _a(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def words_of(must_read: Iterable[str], titles: Mapping[str, str]) -> str:
    """`titles` are those of agencies and teams, by key."""
    found = sorted(_words(each, titles) for each in must_read)
    return ", ".join(found) if found else "Nobody must; everybody may"


def _words(key: str, titles: Mapping[str, str]) -> str:
    if key == EVERYBODY:
        return "Everybody"
    kind, _, which = key.partition(":")
    return f"everybody who is {_a(role_words(which))}" if kind == "role" else titles.get(which, which)

"""Which kinds of event can be recorded by a page or an intake that exists?

Each app says it of itself: FOLLOWTHROUGH_RECORDS names a function of each, from the vocabulary to kinds. A procedure
that waits for its page stands in the rulebook and asks nobody for anything: a duty that nobody could close would
only teach people to look away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from followthrough.procedures.model.condition import matches_of
from followthrough.procedures.model.procedure import (
    AnyProcedure,
    DutyProcedure,
    GateProcedure,
    Obliging,
    OnEvent,
    StandingProcedure,
    WatchProcedure,
)
from followthrough.procedures.model.vocabulary import Vocabulary

Recorded = Callable[[Vocabulary], Iterable[str]]


def kinds(vocabulary: Vocabulary) -> frozenset[str]:
    """Every kind that some page or intake of this service records."""
    return _kinds(_ByIdentity(vocabulary), tuple(settings.FOLLOWTHROUGH_RECORDS))


def missing(procedure: AnyProcedure, vocabulary: Vocabulary) -> set[str]:
    """Kinds that start or end what the procedure asks for, and that nothing records yet."""
    return (_starting(procedure, vocabulary) | _ending(procedure)) - kinds(vocabulary)


class _ByIdentity:
    """A vocabulary as a key: it is read once and never changes."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __hash__(self) -> int:
        return id(self.vocabulary)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and self.vocabulary is other.vocabulary


@cache
def _kinds(held: _ByIdentity, names: tuple[str, ...]) -> frozenset[str]:
    functions: list[Recorded] = [import_string(name) for name in names]
    return frozenset(kind for function in functions for kind in function(held.vocabulary))


def _starting(procedure: AnyProcedure, vocabulary: Vocabulary) -> set[str]:
    match procedure:
        case DutyProcedure(when=OnEvent(match=match)) | GateProcedure(before=match):
            return set(match.kinds)
        case StandingProcedure(state=state):
            return set(vocabulary.states[state].begun_by)
        case WatchProcedure(silence=silence, since=since) if silence is not None and since is not None:
            return {*silence.kinds, *since.kinds}
        case WatchProcedure(pattern=pattern):
            return {kind for match in matches_of(pattern) for kind in match.kinds}
        case _:
            return set()


def _ending(procedure: AnyProcedure) -> set[str]:
    if not isinstance(procedure, Obliging):
        return set()
    return {kind for closing in procedure.closed_by for kind in closing.match.kinds}

"""The plain engine: one history in memory, obvious before fast. It is the definition, and it runs live."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.engines.plain.feeding import Folded, feeds
from followthrough.procedures.engines.plain.folding import fold
from followthrough.procedures.engines.plain.reading import Reading
from followthrough.procedures.engines.plain.sight import Sight
from followthrough.procedures.engines.plain.sources import is_idle
from followthrough.procedures.engines.plain.watching import hits
from followthrough.procedures.model.answer import Answer, DutyRow, Gap, SignalRow, Version
from followthrough.procedures.model.event import POOLED
from followthrough.procedures.model.history import History
from followthrough.procedures.model.procedure import AnyProcedure, WatchProcedure
from followthrough.procedures.model.rulebook import Rulebook

__all__ = ["assess", "gaps"]


def assess(
    history: History, rulebook: Rulebook, calendar: Calendar, as_of: datetime, perspective: str = POOLED
) -> Answer:
    """Who owes what by when, and which patterns stand, as of an instant: the whole answer, with every row version.

    `history` must have its knowledge filled in (`with_derived_knowledge`). Instants are aware and in UTC.
    Pure: the same arguments give the same answer for ever.
    """
    reading = Reading(history, rulebook.vocabulary, calendar, perspective)
    done: dict[str, list[Folded]] = {}
    for identity in rulebook.strata:
        procedures = [each for each in rulebook.by_id[identity] if each.subject == history.subject.kind]
        done[identity] = [_fold(each, rulebook, reading, as_of, done) for each in procedures]
    folded = [each for every in done.values() for each in every]
    rows = [row for each in folded for row in each.at(as_of)]
    return Answer(
        as_of=as_of,
        duties=tuple(sorted((r for r in rows if isinstance(r, DutyRow)), key=lambda r: (r.due_at, r.procedure, r.id))),
        signals=tuple(
            sorted((r for r in rows if isinstance(r, SignalRow)), key=lambda r: (r.true_at, r.procedure, r.id))
        ),
        changes_at=min((each.changes_at for each in folded if each.changes_at is not None), default=None),
        versions=tuple(sorted((v for each in folded for v in each.versions), key=_version_order)),
    )


def _fold(
    procedure: AnyProcedure, rulebook: Rulebook, reading: Reading, as_of: datetime, done: dict[str, list[Folded]]
) -> Folded:
    upstream = feeds(procedure, rulebook, done)
    if is_idle(procedure.id, rulebook, reading.history, upstream):
        return _NOTHING
    return fold(procedure, reading, as_of, upstream)


_NOTHING = Folded()


def _version_order(version: Version) -> tuple[datetime, str, str]:
    return version.from_, version.row.procedure, version.row.id


def gaps(
    history: History, rulebook: Rulebook, calendar: Calendar, as_of: datetime, only: Container[str] | None = None
) -> tuple[Gap, ...]:
    """The sharing gap of every signal of a watch without absences: when its pattern was true in the world, when the
    pooled record held it, and when each agency knew enough by itself (None for never, as of `as_of`). `only` are the
    watches that are asked about.
    """
    found: list[Gap] = []
    pooled = Reading(history, rulebook.vocabulary, calendar)
    for procedure in rulebook.procedures:
        if not isinstance(procedure, WatchProcedure) or procedure.reads_absence:
            continue
        if procedure.subject != history.subject.kind or (only is not None and procedure.id not in only):
            continue
        first = _first_seen(fold(procedure, pooled, as_of, None))
        alone = {
            agency: _first_seen(fold(procedure, Reading(history, rulebook.vocabulary, calendar, agency), as_of, None))
            for agency in history.agencies
        }
        true_at = _true_at(procedure, pooled, as_of)
        found += [
            Gap(
                procedure.id,
                root,
                true_at[root],
                at,
                {agency: seen.get(root) for agency, seen in alone.items()},
            )
            for root, at in sorted(first.items(), key=lambda item: (item[1], item[0]))
            if root in true_at
        ]
    return tuple(found)


def _first_seen(folded: Folded) -> dict[str, datetime]:
    first: dict[str, datetime] = {}
    for version in folded.versions:
        assert isinstance(version.row, SignalRow)
        first[version.row.root] = min(version.from_, first.get(version.row.root, version.from_))
    return first


def _true_at(procedure: WatchProcedure, reading: Reading, as_of: datetime) -> dict[str, datetime]:
    """When each pattern that still holds at `as_of` was true in the world; what never held has no gap."""
    return {hit.seen.root: hit.true_at for hit in hits(procedure, Sight(reading, as_of))}

"""Who knew what, when? The record through one agency’s eyes, where the pieces of each pattern lay, and for how long.

In the engine’s own meaning, worked out from what this reader may read: what is kept from them is missing here too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from followthrough.pictures import Svg, Tone, draw, draw_key
from followthrough.procedures.engines.plain import gaps
from followthrough.procedures.explain import occurred_words
from followthrough.procedures.explain.pieces import Pieces, pieces_of, pieces_words
from followthrough.service.chronology.looking import AT_ONCE, Look, Shown
from followthrough.service.chronology.presenters import picture
from followthrough.service.chronology.presenters.entries import known_to
from followthrough.service.chronology.presenters.picture import InPieces
from followthrough.service.chronology.presenters.whole import Reading
from followthrough.service.chronology.queries import Entry
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Link, Table
from followthrough.service.design.figures import WIDTHS
from followthrough.service.ledger import calendar, rulebook
from followthrough.service.ledger.models import Signal
from followthrough.service.ledger.queries import signals_for

ALL = ""  # the eyes of all agencies together


@dataclass(frozen=True)
class Pattern:
    """One pattern, for how long it lay in pieces, when each agency knew enough by itself, and who had which piece."""

    anchor: str
    title: str
    sentence: str
    enough: Table
    where: Table


@dataclass(frozen=True)
class KnewPage:
    eyes: str
    eyes_words: str
    choices: tuple[tuple[Link, bool], ...]
    patterns: tuple[Pattern, ...]
    pictures: tuple[tuple[str, Svg], ...]
    key: tuple[tuple[Svg, str], ...]
    table: Table
    before: Link | None
    after: Link | None


def page_of(viewer: Viewer, read: Reading, look: Look, eyes: str) -> KnewPage:
    eyes = eyes if eyes in read.history.agencies else ALL
    found = list(signals_for(viewer, read.chronicle.subject))
    pieces = _pieces(read, found)
    known = [each for each in read.chronicle.entries if eyes == ALL or _since(each, eyes, read)]
    page = Shown(tuple(known), tuple(known), min(look.page, max(1, -(-len(known) // AT_ONCE))), ())
    query = f"?eyes={eyes}&page="
    return KnewPage(
        eyes=eyes,
        eyes_words=read.telling.agency(eyes) if eyes else "All agencies together",
        choices=tuple(_choices(read, eyes)),
        patterns=tuple(_pattern(each, found, read) for each in pieces),
        pictures=tuple(_pictures(known, pieces, read, eyes)),
        key=tuple(draw_key({Tone.GAP})),
        table=_table(page.part, read, eyes),
        before=Link("Earlier entries", f"{query}{page.page - 1}#table") if page.page > 1 else None,
        after=Link("Later entries", f"{query}{page.page + 1}#table") if page.page < page.pages else None,
    )


def _pieces(read: Reading, found: Sequence[Signal]) -> tuple[Pieces, ...]:
    """Of the patterns that came up: how many are worked out is bounded by that."""
    rules = rulebook.current()
    # While a clock stands still, what was recorded just now stands a tick after it.
    now = max([read.telling.now, *(each.recorded_at for each in read.history.events)])
    found_gaps = gaps(read.history, rules, calendar.current(), now, only={each.procedure for each in found})
    return pieces_of(found_gaps, rules, now)


def _choices(read: Reading, eyes: str) -> Iterator[tuple[Link, bool]]:
    yield Link("All agencies together", "?"), eyes == ALL
    for each in sorted(read.history.agencies, key=read.telling.agency):
        yield Link(read.telling.agency(each), f"?eyes={each}"), eyes == each


def _pattern(pieces: Pieces, found: Sequence[Signal], read: Reading) -> Pattern:
    agency = read.telling.agency
    now = read.telling.now
    by_agency = sorted(pieces.by_agency.items(), key=lambda each: (each[1] is None, each[1] or now, each[0]))
    rows = [("All agencies together", _day(pieces.pooled_at))]
    rows += [(f"{agency(key)} alone", _day(at) if at else "Never, up to now") for key, at in by_agency]
    roots = dict.fromkeys(root for each in found if each.procedure == pieces.procedure.id for root in each.evidence)
    entries = [entry for entry in read.chronicle.entries if entry.root in roots]
    return Pattern(
        anchor=f"pattern-{pieces.number.lower()}",
        title=pieces.procedure.title,
        sentence=pieces_words(pieces, calendar.current()),
        enough=Table("When each knew enough", ("Who", "Since"), tuple(rows)),
        where=_table(tuple(entries), read, ALL, "Where the pieces lay"),
    )


def _table(entries: Sequence[Entry], read: Reading, eyes: str, caption: str = "What was known") -> Table:
    has_it = f"{read.telling.agency(eyes)} has it since" if eyes else "Who has it, since when"
    head = ("What happened", "When", "Who wrote it", has_it)
    rows = tuple(
        (
            Cell(f"{each.number}. {read.telling.kind(each.event)}", _page(each, read)),
            occurred_words(each.stood, calendar.current()),
            read.telling.agency(each.event.agency),
            _had(each, read, eyes),
        )
        for each in entries
    )
    return Table(caption, head, rows, "Nothing was known.", is_caption_hidden=caption == "What was known")


def _had(entry: Entry, read: Reading, eyes: str) -> str:
    if eyes:
        since = _since(entry, eyes, read)
        return dates.in_short(since) if since else ""
    return "; ".join(f"{read.telling.agency(agency)}: {since}" for agency, since in known_to(entry, read.telling))


def _since(entry: Entry, eyes: str, read: Reading) -> datetime | None:
    return entry.chain.known_at(eyes, max(read.telling.now, entry.event.recorded_at))


def _pictures(known: Sequence[Entry], pieces: Sequence[Pieces], read: Reading, eyes: str) -> Iterator[tuple[str, Svg]]:
    """Each mark leads to the page of its entry."""
    seen = _seen_by(pieces, eyes)
    drawn = picture.picture_of(known, [], [], read.telling, calendar.current(), pieces=seen, near=())
    for size, width in WIDTHS.items() if drawn else ():
        assert drawn is not None
        yield size, draw(drawn, id=f"picture-{size}", width=width)


def _seen_by(pieces: Sequence[Pieces], eyes: str) -> list[InPieces]:
    """Pooled: while the picture lay in pieces. Through one agency’s eyes: from when it held enough by itself."""
    if not eyes:
        return [(each, each.pooled_at, each.ended_at, Tone.GAP) for each in pieces if each.is_apart]
    return [(each, at, None, Tone.SIGNAL) for each in pieces if (at := each.by_agency.get(eyes))]


def _page(entry: Entry, read: Reading) -> str:
    return reverse("chronology:entry", args=[read.child.pk, entry.root])


def _day(at: datetime) -> str:
    return dates.day_in_words(at.astimezone(dates.LONDON).date())

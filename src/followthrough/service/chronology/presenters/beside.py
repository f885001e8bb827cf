"""What of the history stands beside a form on which somebody decides? Bounded: each part tells how much more there is.

What the child, the brothers and sisters and the home have lived through so far, as far as the viewer may read it; what
was decided before; and the patterns that stand, each with what it rests on. Nothing is weighed against anything else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from followthrough.procedures.explain import occurred_words
from followthrough.procedures.model.vocabulary import Polarity, Vocabulary
from followthrough.service.chronology import deciding, reasons
from followthrough.service.chronology.presenters.entries import is_kept_off_tables
from followthrough.service.chronology.presenters.signals import SignalCard, cards_of
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Chronicle, Entry
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.ledger import calendar
from followthrough.service.ledger.queries import signals_for

MOST, MOST_HELPS = 8, 3  # of each part: what reads in a minute; the rest is a link away
_DECISIONS = (
    *(deciding.RECEIVED, deciding.DECIDED, "case.opened", deciding.CLOSED, deciding.REVIEWED, deciding.SIGNED),
    *(deciding.HELD, deciding.HELP_ENDED, deciding.PLAN_CLOSED, *deciding.ON_THE_PLAIN_PAGE),
)
_SIGNS = {Polarity.RISK: "Worry", Polarity.PROTECTIVE: "Helps"}


@dataclass(frozen=True)
class Line:
    sign: str
    title: str
    when: str
    agency: str
    whose: str
    gist: str
    href: str


@dataclass(frozen=True)
class Part:
    """Worries and what helps, each the latest first: no number of visits hides a worry. `sum` counts all of it."""

    key: str
    title: str
    sum: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Beside:
    """`earlier` is how many worries and referrals stand in it."""

    parts: tuple[Part, ...]
    signals: tuple[SignalCard, ...]
    earlier: int
    whole_href: str


def beside(viewer: Viewer, chronicle: Chronicle, telling: Telling) -> Beside:
    standing = [each for each in chronicle.entries if not each.is_taken_back]
    own = [each for each in standing if each.event.subject == chronicle.subject]
    home = [each for each in standing if each.event.subject.kind == "household"]
    others = [each for each in standing if each.event.subject.kind == "child" and each not in own]
    name = telling.child(chronicle.subject.id)
    decisions = [each for each in (*own, *others) if each.event.kind in _DECISIONS]
    decisions.sort(key=lambda each: each.event.occurred_from)
    parts = (
        _part("own", name, own, telling),
        _part("others", "Brothers and sisters", others, telling),
        _part("home", "The home", home, telling),
        Part("decided", "Referred and decided before", _count(len(decisions), "entry"), _lines(decisions, telling)),
    )
    return Beside(
        parts=parts,
        signals=cards_of(list(signals_for(viewer, chronicle.subject)), chronicle),
        earlier=earlier_of(chronicle, telling.vocabulary),
        whole_href=f"{reverse('chronology:child', args=[chronicle.subject.id])}#chronology",
    )


def earlier_of(chronicle: Chronicle, vocabulary: Vocabulary) -> int:
    """How many worries and referrals there are, of the child and of those beside the child."""
    standing = [each for each in chronicle.entries if not each.is_taken_back]
    return sum(_is(each, vocabulary, Polarity.RISK) or each.event.kind == deciding.RECEIVED for each in standing)


def _part(key: str, title: str, entries: Sequence[Entry], telling: Telling) -> Part:
    vocabulary = telling.vocabulary
    worries = [each for each in entries if _is(each, vocabulary, Polarity.RISK)]
    helps = [each for each in entries if _is(each, vocabulary, Polarity.PROTECTIVE)]
    lines = (*_lines(worries, telling), *_lines(helps, telling, MOST_HELPS))
    return Part(key, title, _sum(entries, worries, helps), lines)


def _sum(entries: Sequence[Entry], worries: Sequence[Entry], helps: Sequence[Entry]) -> str:
    """ "14 entries since 2011. 6 worries: 2 in 2011, 4 in 2012. 3 things that help." """
    if not entries:
        return "Nothing that you may read"
    years = Counter(_year(each) for each in worries)
    by_year = ", ".join(f"{count} in {year}" for year, count in sorted(years.items()))
    told = [f"{_count(len(entries), 'entry')} since {min(map(_year, entries))}"]
    told += [f"{_count(len(worries), 'worry')}: {by_year}"] if worries else ["No worry"]
    told += [f"{_count(len(helps), 'thing')} that {'helps' if len(helps) == 1 else 'help'}"] if helps else []
    return ". ".join(told)


def _lines(entries: Iterable[Entry], telling: Telling, most: int = MOST) -> tuple[Line, ...]:
    return tuple(_line(each, telling) for each in [*entries][::-1][:most])


def _line(entry: Entry, telling: Telling) -> Line:
    event, kind = entry.event, telling.vocabulary.kinds.get(entry.event.kind)
    return Line(
        sign=_SIGNS.get(kind.polarity, "") if kind else "",
        title=telling.kind(event),
        when=occurred_words(event, calendar.current()),
        agency=telling.agency(event.agency),
        whose=telling.whose(event),
        gist="" if is_kept_off_tables(entry.row.record_class) else _words(entry, telling),
        href=reverse("chronology:entry", args=[telling.child_id, entry.root]),
    )


def _words(entry: Entry, telling: Telling) -> str:
    """In the words of whoever wrote it, where there are any."""
    said, _ = reasons.split(entry.event.text)
    return said or ". ".join(telling.gist(entry.event))


def _is(entry: Entry, vocabulary: Vocabulary, polarity: Polarity) -> bool:
    kind = vocabulary.kinds.get(entry.event.kind)
    return kind is not None and kind.polarity is polarity


def _year(entry: Entry) -> int:
    return entry.event.occurred_from.astimezone(dates.LONDON).year


def _count(number: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"

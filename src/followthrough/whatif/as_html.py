"""The comparison as one page that stands alone: pictures, and beside each a table that says the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from followthrough.pictures.bars import Bin, Pair, pairs, spread
from followthrough.procedures.explain.words import agency_words
from followthrough.replay.markup import Html, both, tag
from followthrough.whatif import words
from followthrough.whatif.asking import WhatIf
from followthrough.whatif.comparing import BINS

_NOW, _CHANGED = "as it is", "as changed"


def as_html(told: WhatIf) -> str:
    head = both(
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", "What if: a changed rulebook"),
        tag("style", Html(_style())),
    )
    bar = tag("div", tag("span", "Followthrough"), tag("span", "What if", class_="where"), class_="wide")
    body = both(
        tag("a", "Skip to the answer", class_="skip", href="#main"),
        tag("header", bar),
        tag("main", *_main(told), id="main", tabindex="-1"),
        tag("footer", tag("div", _made_from(told), class_="wide")),
    )
    return f"<!doctype html>\n{tag('html', tag('head', head), tag('body', body), lang='en-GB')}\n"


@cache
def _style() -> str:
    page = files("followthrough.replay").joinpath("static/replay.css").read_text(encoding="utf-8")
    return page + files(__package__).joinpath("static/whatif.css").read_text(encoding="utf-8")


def _main(told: WhatIf) -> Iterator[Html]:
    yield _opening(told)
    if told.reached:
        yield _section("reached", "What the change reaches", _reached(told))
    if told.comparison.duties:
        yield _section("duties", "Duties", _duties(told), *_spread("deadlines", "Deadlines", told.comparison.moved))
    if told.comparison.signals:
        first = _spread("firsts", "First signals", told.comparison.found)
        yield _section("signals", "Signals", _signals(told), *first)
    if told.comparison.work:
        yield _section("work", "Work for each agency", *_work(told))


def _opening(told: WhatIf) -> Html:
    sentences = tag("p", " ".join(words.headline(told)), class_="headline")
    title = tag("h1", "What if the rulebook were changed?")
    over = f"{len(told.question.store.subjects):,} histories, as of {told.question.as_of:%d %B %Y}"
    return tag("div", tag("div", tag("p", over, class_="kicker"), title, sentences, class_="wide"), class_="opening")


def _section(identity: str, title: str, *parts: Html) -> Html:
    heading = tag("h2", title, id=f"{identity}-title")
    return tag("section", heading, *parts, class_="wide", id=identity, aria_labelledby=f"{identity}-title")


def _reached(told: WhatIf) -> Html:
    rows = [(each.title, words.CHANGES[each.change]) for each in told.reached]
    return _table("The rules that were replayed", ("Rule", "How it stands"), rows)


def _duties(told: WhatIf) -> Html:
    titles = told.titles()
    rows = [
        (
            titles[row["procedure"]],
            f"{row['before']:,}",
            f"{row['after']:,}",
            f"{row['opened']:,}",
            f"{row['not_opened']:,}",
            f"{row['missed_before']:,}",
            f"{row['missed_after']:,}",
            words.spread_words(row["days"]),
        )
        for row in told.comparison.duties
    ]
    head = ("Rule", "Opened", "As changed", "New", "Gone", "Missed or late", "As changed", "How far deadlines move")
    return _table("What would have been opened and missed", head, rows)


def _signals(told: WhatIf) -> Html:
    titles = told.titles()
    rows = [
        (
            titles[row["procedure"]],
            f"{row['before']:,}",
            f"{row['after']:,}",
            f"{row['first']['subjects_before']:,}",
            f"{row['first']['subjects_after']:,}",
            words.spread_words(row["first"]["days"]),
        )
        for row in told.comparison.signals
    ]
    head = ("Watch", "Raised", "As changed", "About so many", "As changed", "How far the first one moves")
    return _table("What would have been raised", head, rows)


def _spread(identity: str, title: str, counts: dict[str, int]) -> Iterator[Html]:
    """A picture and its table; nothing where nothing moves."""
    if not any(counts.values()):
        return
    bins = [Bin(name, counts[name], high <= 0) for name, _, high in BINS]
    caption = f"{title}: how many move, and how far"
    yield _figure(spread(bins, id=identity, title=caption), caption)
    yield _table(caption, ("How far", "How many"), [(each.label, f"{each.count:,}") for each in bins])


def _work(told: WhatIf) -> Iterator[Html]:
    vocabulary, work = told.question.rulebook.vocabulary, told.comparison.work
    names = {row["agency"]: agency_words(row["agency"], vocabulary) for row in work}
    bars = [Pair(names[row["agency"]], row["a_week_before"], row["a_week_after"], _said(row)) for row in work]
    caption = f"Duties a week, mean of {work[0]['weeks']} weeks"
    yield _figure(pairs(bars, id="work-bars", title=caption, names=(_NOW, _CHANGED)), caption)
    rows = [
        (
            names[row["agency"]],
            *_said(row),
            words.change_of(row["duties_before"], row["duties_after"]),
            _fullest(row["fullest_before"]),
            _fullest(row["fullest_after"]),
        )
        for row in work
    ]
    head = ("Agency", "A week now", "As changed", "More or fewer, in all", "Fullest week now", "As changed")
    yield _table(caption, head, rows)


def _said(row: dict[str, float]) -> tuple[str, str]:
    return words.a_week(row["a_week_before"]), words.a_week(row["a_week_after"])


def _fullest(week: dict[str, object] | None) -> str:
    return "none" if week is None else f"{week['duties']:,} (week of {week['week']:%d %b %Y})"


def _figure(picture: str, caption: str) -> Html:
    return tag("figure", tag("figcaption", caption), picture)


def _table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Html:
    titles = tag("tr", *(tag("th", title, scope="col") for title in head))
    body = (tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell) for cell in row[1:])) for row in rows)
    table = tag("table", tag("caption", tag("span", caption, class_="name")), tag("thead", titles), tag("tbody", *body))
    return tag("div", table, class_="scrolled", tabindex="0", role="region", aria_label=caption)


def _made_from(told: WhatIf) -> Html:
    question = told.question
    said = (
        f"Rulebook {question.rulebook.version} against {told.changed.version}; calendar {question.calendar.version}; "
        f"engine {told.engine}; eyes: {question.perspective}. Superseded duties and withdrawn signals are left out."
    )
    return tag("p", said, class_="quiet")

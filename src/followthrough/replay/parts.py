"""The parts of a replay's page, in the order in which a panel reads; its tables are in `tables`."""

from __future__ import annotations

from collections.abc import Sequence

from followthrough.pictures import Drawn, draw_key, draw_with_periods
from followthrough.procedures.explain import Explanation, as_html
from followthrough.procedures.explain.pieces import Pieces, pieces_words
from followthrough.procedures.explain.words import agency_words
from followthrough.replay import words
from followthrough.replay.as_text import stood_words
from followthrough.replay.markup import Html, both, tag
from followthrough.replay.picture import anchor, picture_of
from followthrough.replay.replaying import Pattern, Replay, is_pooled
from followthrough.replay.tables import SIGNS, evidence_list, section

_WIDTHS = {"on-wide": 1040, "on-medium": 690, "on-narrow": 290}  # one of them shows, by the width of the screen


# The opening


def opening(told: Replay) -> Html:
    story = told.story
    rulebook, reason = words.rulebook_words(told.question)
    asked = tag(
        "dl",
        _pair("Asked as of", words.when(told.question.as_of, told.calendar)),
        _pair("Reading", words.eyes(told.question)),
        _pair("Under", rulebook, tag("span", reason, class_="quiet")),
        class_="asked",
    )
    inner = both(
        tag("p", "A story of the newsletter, asked again", class_="kicker"),
        tag("h1", story.title, id=f"{story.id}-title"),
        tag("p", " ".join(story.told.split()), class_="lead"),
        asked,
    )
    return tag("div", tag("div", inner, class_="wide"), class_="opening")


def _pair(term: str, said: str, *more: str) -> Html:
    return tag("div", tag("dt", term), tag("dd", said[:1].upper() + said[1:], *(both(" ", each) for each in more)))


def contents(told: Replay) -> Html:
    """Where is what? Only the parts that this story has."""
    parts = {
        "short": ("In short", True),
        "pieces": ("The picture in pieces", bool(told.pieces)),
        "pictures": ("Pictures", bool(told.events or told.duties)),
        "duties": ("Who owed what", True),
        "patterns": ("Patterns", bool(told.patterns)),
        "happened": ("What happened", bool(told.events)),
        "unapplied": ("What did not apply", bool(told.not_applied)),
    }
    links = (tag("li", tag("a", title, href=f"#{told.story.id}-{key}")) for key, (title, has) in parts.items() if has)
    return tag("nav", tag("ul", *links), class_="contents wide", aria_label=f"On this page: {told.story.title}")


def in_short(told: Replay) -> Html:
    sentences = (tag("p", sentence, class_="headline") for sentence in words.headline(told)[:1])
    counts = [(group, len(told.having(*group.states))) for group in words.GROUPS]
    tiles = [_tile(told, group, number) for group, number in counts if number]
    if told.patterns:
        tiles.append(_pattern_tile(told))
    return section(told, "short", "In short", *sentences, tag("ul", *tiles, class_="tiles"))


def _tile(told: Replay, group: words.Group, number: int) -> Html:
    sign = tag("span", SIGNS[group.key], class_="sign", aria_hidden="true")
    link = tag("a", tag("b", str(number)), " ", group.title.lower(), href=f"#{told.story.id}-{group.key}-duties")
    return tag("li", sign, tag("span", link, tag("span", group.meaning, class_="quiet")), class_=f"tile {group.key}")


def _pattern_tile(told: Replay) -> Html:
    number = len(told.patterns)
    sign = tag("span", "◆", class_="sign", aria_hidden="true")
    said = " pattern came up" if number == 1 else " patterns came up"
    link = tag("a", tag("b", str(number)), said, href=f"#{told.story.id}-patterns")
    meaning = tag("span", "Something that people should have met about.", class_="quiet")
    return tag("li", sign, tag("span", link, meaning), class_="tile pattern")


# The gap


def in_pieces(told: Replay) -> Html:
    if not told.pieces:
        return Html("")
    intro = "Each agency held a part. These are the days on which the parts made a whole, and for whom."
    if not is_pooled(told.question):
        intro += " This part reads what every agency knew."
    return section(
        told,
        "pieces",
        "How long the picture existed in pieces",
        tag("p", intro),
        *(_gap(each, told) for each in told.pieces),
    )


def _gap(pieces: Pieces, told: Replay) -> Html:
    rows = [("All agencies together", words.day(pieces.pooled_at, told.calendar), True)]
    for agency, at in sorted(
        pieces.by_agency.items(), key=lambda each: (each[1] is None, each[1] or pieces.as_of, each[0])
    ):
        known = words.day(at, told.calendar) if at else "never"
        rows.append((f"{agency_words(agency, told.vocabulary)} alone", known, at is not None))
    pairs = (
        tag("div", tag("dt", who), tag("dd", known, class_=None if knew else "never")) for who, known, knew in rows
    )
    return tag(
        "div",
        tag("h3", pieces.procedure.title),
        tag("p", pieces_words(pieces, told.calendar), class_="headline"),
        tag("p", f"When each held enough to see it, up to {words.day(pieces.as_of, told.calendar)}:", class_="quiet"),
        tag("dl", *pairs, class_="knew"),
        class_="card gap",
        id=anchor(told, "g", pieces.number),
    )


# Pictures


def pictures(told: Replay) -> Html:
    picture = picture_of(told)
    if picture is None:
        return Html("")
    identity = f"{told.story.id}-picture"
    intro = tag(
        "p",
        "A lane for each agency. Shapes are what happened; bars are what was owed, with a line at the deadline. "
        "Numbers lead to the tables below, which say the same in words.",
    )
    key = tag("ul", *(tag("li", sign, tag("span", said)) for sign, said in draw_key()), class_="key")
    sizes = [
        (size, draw_with_periods(picture, id=f"{identity}-{size}", width=width)) for size, width in _WIDTHS.items()
    ]
    figures = both(
        *(tag("div", *(_figure(each, n) for n, each in enumerate(drawn)), class_=size) for size, drawn in sizes)
    )
    return section(told, "pictures", "The whole time in pictures", intro, key, figures)


def _figure(drawn: Drawn, number: int) -> Html:
    caption = "The whole time" if number == 0 else f"A closer look: {drawn.title.split(': ', 1)[-1]}"
    return tag("figure", tag("figcaption", caption), drawn.svg, id=f"{drawn.id}-figure")


# Patterns


def patterns(told: Replay) -> Html:
    if not told.patterns:
        return Html("")
    intro = tag("p", "A pattern is a reason for people to meet. It says nothing of blame, and it is no score.")
    return section(told, "patterns", "Patterns that came up", intro, *(_pattern(each, told) for each in told.patterns))


def _pattern(pattern: Pattern, told: Replay) -> Html:
    first = pattern.first
    return tag(
        "div",
        tag("h3", tag("span", pattern.number, class_="number"), " ", first.procedure.title),
        tag("p", stood_words(pattern, told), class_="headline"),
        tag("p", first.why.sentence),
        tag("p", "It rests on:", class_="quiet"),
        evidence_list(first.why),
        _pattern_why(first.why),
        class_="card pattern",
        id=anchor(told, "s", pattern.number),
    )


def _pattern_why(why: Explanation) -> Html:
    summary = tag("summary", "Why", tag("span", f": {why.procedure.title}", class_="unseen"))
    return tag("details", summary, as_html(why, without=("sentence", "evidence")))


# What did not apply


def unapplied(told: Replay) -> Html:
    if not told.not_applied:
        return Html("")
    pairs = (tag("div", tag("dt", each.title), tag("dd", each.reason)) for each in told.not_applied)
    intro = tag("p", "These rules were read too. Nothing came of them, for these reasons.")
    return section(told, "unapplied", "What did not apply, and why", intro, tag("dl", *pairs, class_="reasons"))


def made_from(replays: Sequence[Replay]) -> Html:
    first = replays[0]
    return both(
        tag("p", "All names, places and people are made up. Dates marked “invented” are too."),
        tag(
            "p",
            f"Rulebook {first.question.rulebook.version}, calendar {first.calendar.version}. "
            "The same story, rulebook and time give the same page each time.",
            class_="quiet",
        ),
    )

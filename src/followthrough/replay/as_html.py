"""The replay as one page that stands alone: pictures, the same as tables, and the why of each duty.

No script, no request to any network, nothing that a reader with a keyboard, a screen reader, a phone or paper misses.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from followthrough.replay import parts, tables
from followthrough.replay.markup import Html, both, tag
from followthrough.replay.replaying import Replay

_MARK = Html(
    '<svg viewBox="0 0 48 48" width="32" height="32" fill="none" stroke="#ffffff" stroke-width="4.5" '
    'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
    '<path d="M42.6 17.2A20 20 0 1 1 32.5 5.9"/><path d="M14.5 24.5l8 8L42 9.5" stroke="#f2b84b"/></svg>'
)


def as_html(replays: Sequence[Replay]) -> str:
    title = " · ".join(told.story.title for told in replays)
    head = both(
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{title}: a replay"),
        tag("style", Html(_style())),
    )
    body = both(
        tag("a", "Skip to the story", class_="skip", href="#main"),
        tag(
            "header",
            tag("div", _MARK, tag("span", "Followthrough"), tag("span", "Replay", class_="where"), class_="wide"),
        ),
        _stories_nav(replays),
        tag("main", *(_story(told) for told in replays), id="main", tabindex="-1"),
        tag("footer", tag("div", parts.made_from(replays), class_="wide")),
    )
    return f"<!doctype html>\n{tag('html', tag('head', head), tag('body', body), lang='en-GB')}\n"


@cache
def _style() -> str:
    return files(__package__).joinpath("static/replay.css").read_text(encoding="utf-8")


def _stories_nav(replays: Sequence[Replay]) -> Html:
    if len(replays) == 1:
        return Html("")
    links = (tag("li", tag("a", told.story.title, href=f"#{told.story.id}")) for told in replays)
    return tag("nav", tag("ul", *links), class_="stories wide", aria_label="Stories")


def _story(told: Replay) -> Html:
    identity = told.story.id
    return tag(
        "article",
        parts.opening(told),
        parts.contents(told),
        parts.in_short(told),
        parts.in_pieces(told),
        parts.pictures(told),
        tables.duties(told),
        parts.patterns(told),
        tables.happened(told),
        parts.unapplied(told),
        id=identity,
        aria_labelledby=f"{identity}-title",
        class_="story",
    )

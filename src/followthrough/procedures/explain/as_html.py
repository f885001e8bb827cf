"""An explanation as HTML: a list of terms for any page; it brings no style, no script and no request."""

from __future__ import annotations

from collections.abc import Collection

from followthrough.procedures.explain.markup import Html, both, tag
from followthrough.procedures.explain.nouns import Explanation
from followthrough.procedures.explain.parts import OUR_DEFAULT, Part, parts


def as_html(why: Explanation, *, without: Collection[str] = ()) -> Html:
    """A `dl` of class "why", without the parts (by key) that stand elsewhere. What is our default bears a tag."""
    return tag("dl", *(_row(part, why) for part in parts(why) if part.key not in without), class_="why")


def _row(part: Part, why: Explanation) -> Html:
    said = [_items(part.said)] if part.is_list else [_paragraph(part.key, n, text) for n, text in enumerate(part.said)]
    if part.key == "confidence" and why.is_default:
        said.insert(0, tag("p", tag("span", OUR_DEFAULT, class_="tag default")))
    return tag("div", tag("dt", part.title), tag("dd", *said))


def _items(said: tuple[str, ...]) -> Html:
    return tag("ul", *(tag("li", each) for each in said))


def _paragraph(key: str, number: int, text: str) -> Html:
    """What a sum assumes, and which version of a rule it was, are told quietly."""
    is_quiet = key in ("sum", "confidence") and number > 0
    return tag("p", both(text), class_="quiet" if is_quiet else None)

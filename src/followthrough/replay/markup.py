"""Markup of a replay's page: as in an explanation, and a picture is ready, too."""

from __future__ import annotations

from followthrough.pictures import Svg
from followthrough.procedures.explain import markup
from followthrough.procedures.explain.markup import Html

__all__ = ["Html", "both", "tag"]


def tag(element: str, /, *children: str, **attributes: str | bool | None) -> Html:
    return markup.tag(element, both(*children), **attributes)


def both(*children: str) -> Html:
    return markup.both(*(Html(child) if isinstance(child, Svg) else child for child in children))

"""The components as template tags: `{% load design %}`, then `{% duty_card card %}` and its fellows.

Each takes a shape from `components` (or a dict with the same keys):

    {% tag t %}  {% duty_card card %}  {% path p %}  {% timeline entries %}  {% summary_list rows %}
    {% why w %}  {% data_table table %}  {% empty_state e %}  {% warning "text" %}  {% actions list %}
    {% contextual_date when tag %}  {% not_sent title=… happened=… sent=… now_do=… %}
    {% error_summary form %}  {% navigation %}

and the filters `in_words`, `in_short`, `day_in_words`; `{% clock due_at now %}` gives the words of a clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.urls import NoReverseMatch, reverse

from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Path, Row, Table, Tag, TimelineEntry
from followthrough.service.design.forms.form import error_items

register = template.Library()
PARTS = "design/components"
NAVIGATION = (
    ("Home", "worklist:home"),
    ("Find a child", "children:find", "team"),
    ("Not seen lately", "sight:list", "team"),
    ("What came in", "intake:items", "team"),
    ("Police forms", "police:overview", "team", "of police"),
    ("Share information", "sharing:start", "main", "team"),
)
OF = "of "

register.filter("in_words", dates.in_words)
register.filter("in_short", dates.in_short)
register.filter("day_in_words", dates.day_in_words)


@register.simple_tag
def clock(due_at: dt.datetime, now: dt.datetime) -> str:
    return dates.clock_words(due_at, now)


@register.inclusion_tag(f"{PARTS}/tag.html")
def tag(tag: Tag) -> dict[str, Any]:
    return {"tag": tag}


@register.inclusion_tag(f"{PARTS}/duty_card.html", takes_context=True)
def duty_card(context: Mapping[str, Any], card: Any) -> dict[str, Any]:
    return {"card": card, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag(f"{PARTS}/actions.html", takes_context=True)
def actions(context: Mapping[str, Any], actions: Iterable[Any]) -> dict[str, Any]:
    return {"actions": actions, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag(f"{PARTS}/path.html")
def path(path: Path) -> dict[str, Any]:
    return {"path": path}


@register.inclusion_tag(f"{PARTS}/timeline.html")
def timeline(entries: Iterable[TimelineEntry], level: int = 3) -> dict[str, Any]:
    return {"entries": entries, "level": level}


@register.inclusion_tag(f"{PARTS}/summary_list.html", takes_context=True)
def summary_list(context: Mapping[str, Any], rows: Iterable[Row]) -> dict[str, Any]:
    return {"rows": rows, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag(f"{PARTS}/why.html")
def why(why: Any, about: str = "") -> dict[str, Any]:
    return {"why": why, "about": about}


@register.inclusion_tag(f"{PARTS}/warning.html")
def warning(text: str) -> dict[str, Any]:
    return {"text": text}


@register.inclusion_tag(f"{PARTS}/contextual_date.html")
def contextual_date(when: Any, tag: Tag | None = None) -> dict[str, Any]:
    return {"when": when, "tag": tag}


@register.inclusion_tag(f"{PARTS}/empty_state.html", takes_context=True)
def empty_state(context: Mapping[str, Any], empty: Any) -> dict[str, Any]:
    return {"empty": empty, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag(f"{PARTS}/not_sent.html")
def not_sent(title: str, happened: str, sent: str, now_do: str) -> dict[str, Any]:
    return {"title": title, "happened": happened, "sent": sent, "now_do": now_do}


@register.inclusion_tag(f"{PARTS}/table.html")
def data_table(table: Table) -> dict[str, Any]:
    """Pairs each cell with its heading, because on a phone the heading stands beside the cell."""
    given = table["rows"] if isinstance(table, Mapping) else table.rows
    head = table["head"] if isinstance(table, Mapping) else table.head
    rows = [
        list(zip(head, (Cell(cell) if isinstance(cell, str) else cell for cell in row), strict=True)) for row in given
    ]
    return {"table": table, "rows": rows}


@register.inclusion_tag("forms/error_summary.html")
def error_summary(*forms: BaseForm, said: str = "Nothing has been sent yet.") -> dict[str, Any]:
    """The errors of one or more forms; `said` tells whether anything was sent."""
    return {"items": [item for form in forms if form for item in error_items(form)], "said": said}


@register.inclusion_tag("design/navigation.html", takes_context=True)
def navigation(context: Mapping[str, Any]) -> dict[str, Any]:
    """The way round, from DESIGN_NAVIGATION: words, url name, "main" for the one to stand out, "team" for what is of
    use in a team only, and "of police" in an agency of that kind only. A page that is not there is left out.
    """
    request = context.get("request")
    here = getattr(request, "path", "")
    is_in_team = bool(getattr(getattr(request, "viewer", None), "teams", True))
    kind = (context.get("signed_in") or {}).get("kind", "")
    items = []
    for text, name, *marks in getattr(settings, "DESIGN_NAVIGATION", NAVIGATION):
        if "team" in marks and not is_in_team:
            continue
        if any(mark.startswith(OF) and mark != f"{OF}{kind}" for mark in marks):
            continue
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        items.append({"text": text, "href": href, "current": _current(here, href), "is_main": "main" in marks})
    return {"items": items}


def _current(here: str, href: str) -> str:
    """`page` for the page itself, `true` for one below it; the home page has nothing below it."""
    if here == href:
        return "page"
    return "true" if href != "/" and here.startswith(href) else ""

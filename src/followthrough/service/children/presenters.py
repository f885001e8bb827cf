"""How does a child read in a list of people found?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.urls import NoReverseMatch, reverse

from followthrough.service.children.models import Child, Number
from followthrough.service.children.queries import Found
from followthrough.service.design.components import Cell, Table


def age_in_words(born_on: date | None, today: date) -> str:
    """3 years · 7 months · 12 days old, in whole units: under two years months say more."""
    if born_on is None:
        return "age not known"
    months = (today.year - born_on.year) * 12 + today.month - born_on.month - (today.day < born_on.day)
    if months >= 24:
        return f"{months // 12} years"
    if months >= 1:
        return f"{months} month{'s' if months > 1 else ''}"
    days = max(0, (today - born_on).days)
    return f"{days} day{'' if days == 1 else 's'}"


def birthday(born_on: date | None) -> str:
    """18 February 2010: the weekday of a birth helps nobody."""
    return f"{born_on.day} {born_on:%B} {born_on.year}" if born_on else "Not known"


def language_words(child: Child) -> str:
    if not child.language:
        return "Not asked yet"
    needs = {True: "interpreter needed", False: "no interpreter needed", None: "nobody has asked about an interpreter"}
    return f"{child.language}, {needs[child.interpreter_needed]}"


def found_table(found: Found, today: date) -> Table:
    """Children whom the viewer may open."""
    return Table(
        caption="Children found",
        head=("Name", "Date of birth", "Age", "Why this child"),
        rows=tuple(
            (
                Cell(child.name, href=page_of(child)),
                birthday(child.born_on),
                age_in_words(child.born_on, today),
                found.why.get(child.pk, ""),
            )
            for child in found.children
        ),
        is_caption_hidden=True,
    )


def number_lines(numbers: Iterable[Number], titles: Mapping[str, str]) -> dict[str, str]:
    """Each number by what it is called; where two records of one child differ, both."""
    found: dict[str, str] = {}
    for each in numbers:
        label = each.get_scheme_display()
        label = f"{label}, {titles.get(each.agency, each.agency)}" if each.agency else label
        said = found.get(label, "")
        found[label] = each.value if not said or said == each.value else f"{said}, or {each.value}"
    return found


def page_of(child: Child) -> str:
    """The child's page belongs to the chronology."""
    try:
        return reverse("chronology:child", args=[child.pk])
    except NoReverseMatch:
        return ""


def share_start() -> str:
    """Where a share begins; empty where nothing can be shared."""
    try:
        return reverse("sharing:start")
    except NoReverseMatch:
        return ""


def typed(name: str, born_on: date | None) -> dict[str, str]:
    """What was typed, as the share's first page asks for it, so that nobody has to type it twice."""
    parts = {"name": name}
    if born_on:
        parts |= {
            "born_on_day": str(born_on.day),
            "born_on_month": str(born_on.month),
            "born_on_year": str(born_on.year),
        }
    return parts

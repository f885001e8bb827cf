"""How does the directory read?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse

from followthrough.service.agencies.models import Agency, DirectoryChange, Team
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Table, Tag
from followthrough.service.people.models import Nomination

STALE = timedelta(days=182)  # our default: each number is rung twice a year


def checked(on: date | None, today: date) -> Cell:
    if on is None:
        return Cell(tag=Tag("Not rung yet", "soon"))
    words = dates.short_day(on)
    return Cell(words, tag=Tag("Ring it again", "soon")) if today - on > STALE else Cell(words)


def agencies_table(found: Iterable[Agency], today: date) -> Table:
    rows = [
        (
            Cell(each.title, reverse("directory:agency", args=[each.pk])),
            each.telephone or "None",
            checked(each.checked_on, today) if each.telephone else "",
            str(len(each.teams.all())),
        )
        for each in found
    ]
    return Table("Agencies", ("Agency", "Number at every hour", "Checked on", "Teams"), tuple(rows))


def teams_table(agency: Agency, today: date) -> Table:
    rows = [
        (Cell(each.title), each.telephone or "None", checked(each.checked_on, today), each.opening_hours, _role(each))
        for each in agency.teams.all()
    ]
    head = ("Team", "Number", "Checked on", "Hours", "Also")
    return Table(f"Teams of {agency.title}", head, tuple(rows), "No team yet.", is_caption_hidden=True)


def _role(team: Team) -> str:
    said = [
        "takes what names no team" if team.is_default else "",
        "answers while the others are shut" if team.is_out_of_hours else "",
    ]
    return "; ".join(filter(None, said)).capitalize()


def changes(found: Iterable[DirectoryChange], names: dict[str, str]) -> list[tuple[str, str]]:
    return [(each.words, f"{names.get(each.by, 'The system')}, {dates.in_short(each.at)}") for each in found]


def nominations(found: Iterable[Nomination]) -> list[tuple[str, str]]:
    """Address and words of each that waits for a second person."""
    return [
        (
            reverse("directory:administrator", args=[each.pk]),
            f"{each.name} is named as administrator of {each.agency.title}, by {each.named_by.name} on "
            f"{dates.in_short(each.named_at)}",
        )
        for each in found
    ]

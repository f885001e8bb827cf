"""How does the household's page read? Pictures, and tables that say the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from followthrough.pictures import Svg, ecomap, genogram
from followthrough.pictures.family import Brought, Family
from followthrough.service.access.queries import involvements
from followthrough.service.caseload import queries as caseload
from followthrough.service.children.presenters import birthday
from followthrough.service.chronology.homes import CHECKED, Stay, day_of, entries_of
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Entry
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Table, Tag
from followthrough.service.household.around import around
from followthrough.service.household.people import People, Person, people_of, placed
from followthrough.service.household.queries import Household
from followthrough.service.household.tree import family_of

REGISTER = "The register"
_SIZES = {"ft-wide": (genogram.WIDE, ecomap.WIDE), "ft-narrow": (genogram.NARROW, ecomap.NARROW)}


@dataclass(frozen=True)
class Picture:
    """One drawing for a wide screen and one for a phone; one of them shows."""

    drawn: tuple[tuple[str, Svg], ...]
    key: tuple[tuple[Svg, str], ...]


@dataclass(frozen=True)
class Page:
    away: str
    unchecked: tuple[str, ...]
    genogram: Picture | None
    here: Table
    gone: Table | None
    elsewhere: Table | None
    related: Table
    addresses: Table
    ecomap: Picture
    agencies: Table


def page_of(viewer: Viewer, household: Household) -> Page:
    people, telling = people_of(household), household.telling
    today = telling.now.astimezone(dates.LONDON).date()
    family = family_of(people, _home(household), today)
    records = household.chronicle.records | {household.child.pk}
    agencies = around(involvements(viewer, records), caseload.standing(records), household.chronicle, telling)
    checks = list(_checks(household))
    return Page(
        away=_away(household),
        unchecked=tuple(each.name for each in people.here if each.is_adult and not _check_of(each, checks)),
        genogram=_genogram(family) if family else None,
        here=_here_table(people, checks, household),
        gone=_gone_table(people, household) if people.gone else None,
        elsewhere=_elsewhere_table(people, household) if people.elsewhere else None,
        related=_related_table(family, people),
        addresses=_addresses(household),
        ecomap=_ecomap(household.child.name, agencies),
        agencies=_agencies_table(agencies),
    )


def _home(household: Household) -> str:
    return " or ".join(dict.fromkeys(row.household.address_label for row in household.own_rows if row.to_on is None))


def _away(household: Household) -> str:
    entry = placed(household)
    if entry is None:
        return ""
    since = dates.short_day(day_of(entry))
    return f"{household.child.name} has been in a placement since {since}. Below is the home of the family."


def _genogram(family: Family) -> Picture:
    drawn = ((size, genogram.draw(family, id=f"family-{size}", slot=slot)) for size, (slot, _) in _SIZES.items())
    return Picture(tuple(drawn), tuple(genogram.draw_key(family)))


def _ecomap(child: str, agencies: list[ecomap.Agency]) -> Picture:
    title = f"Agencies around {child}"
    drawn = (
        (size, ecomap.draw(child, agencies, id=f"around-{size}", title=title, width=width))
        for size, (_, width) in _SIZES.items()
    )
    return Picture(tuple(drawn), tuple(ecomap.draw_key(agencies)))


def _here_table(people: People, checks: list[Entry], household: Household) -> Table:
    rows = tuple(
        (
            _who(each),
            each.relation or "Nobody has said",
            _since(each.stay),
            _checked(each, checks, household.telling),
            _source(each, household),
        )
        for each in people.here
    )
    head = ("Who", f"To {household.child.name}", "Lives here", "Checked", "Who says so")
    return Table("Who lives in the home", head, rows, "Nobody has written down who lives with the child.", True)


def _gone_table(people: People, household: Household) -> Table:
    rows = tuple(
        (_who(each), each.relation or "Nobody has said", _span(each.stay), _source(each, household))
        for each in people.gone
    )
    head = ("Who", f"To {household.child.name}", "Lived here", "Who says so")
    return Table("Who lived in the home before", head, rows)


def _elsewhere_table(people: People, household: Household) -> Table:
    rows = tuple(
        (_who(each), each.relation or "Nobody has said", each.words, _source(each, household))
        for each in people.elsewhere
    )
    head = ("Who", f"To {household.child.name}", "What else is known", "Who says so")
    return Table("Others of the family", head, rows)


def _related_table(family: Family | None, people: People) -> Table:
    if family is None:
        rows: tuple[tuple[Cell | str, ...], ...] = tuple(
            (people.every[each.one].name, each.tie, people.every[each.other].name) for each in people.ties
        )
        return Table("How they are related, as it was written down", ("Who", "How", "To whom"), rows)
    names = {each.key: each.name for each in family.members}
    rows = tuple(
        (
            " and ".join(names[key] for key in union.parents) or "Parents not known",
            union.bond.value if len(union.parents) == 2 else "No other parent is named" if union.parents else "",
            ", ".join(_child(names[key], way) for key, way in union.children) or "None together",
        )
        for union in family.unions
    )
    head = ("Parents or partners", "How they stand", "Children")
    return Table("How they are related", head, rows, "Nobody has written down how people are related.", True)


def _child(name: str, way: Brought) -> str:
    return name if way is Brought.BORN else f"{name} ({way.value})"


def _addresses(household: Household) -> Table:
    rows = tuple(
        (
            row.household.address_label,
            dates.short_day(row.from_on),
            dates.short_day(row.to_on) if row.to_on else "Now",
        )
        for row in household.own_rows
    )
    return Table("Addresses", ("Where", "From", "Until"), rows, "Nobody has written down where the child lives.", True)


def _agencies_table(agencies: Iterable[ecomap.Agency]) -> Table:
    rows = tuple(
        (each.name, f"{each.link.value[:1].upper()}{each.link.value[1:]}", "; ".join(each.lines) or "Nobody is named")
        for each in agencies
    )
    head = ("Agency", "How it stands", "Teams, people and days")
    return Table("Agencies around the child", head, rows, "No agency has to do with the child.", True)


def _who(person: Person) -> Cell:
    born = f", born {birthday(person.born_on)}" if person.born_on else ""
    died = ", has died" if person.has_died else ""
    href = reverse("household:page", args=[person.record]) if person.record else ""
    return Cell(f"{person.name}{born}{died}", href=href)


def _since(stay: Stay | None) -> str:
    if stay is None:
        return ""
    return f"{'Often here since' if stay.is_often else 'Since'} {dates.short_day(stay.from_on)}"


def _span(stay: Stay | None) -> str:
    return f"{dates.short_day(stay.from_on)} to {dates.short_day(stay.to_on)}" if stay and stay.to_on else _since(stay)


def _source(person: Person, household: Household) -> Cell:
    """The latest entry about the person, with who wrote it."""
    stay = person.stay
    entry = (stay.left or stay.joined if stay else None) or person.told
    if entry is None:
        return Cell(REGISTER)
    href = reverse("chronology:entry", args=[household.child.pk, entry.root])
    return Cell(f"{household.telling.agency(entry.event.agency)}, {dates.short_day(_recorded(entry))}", href=href)


def _recorded(entry: Entry) -> date:
    return entry.event.recorded_at.astimezone(dates.LONDON).date()


def _checks(household: Household) -> Iterator[Entry]:
    beside = {each.child for each in household.homes.now if each.child in household.others}
    return (each for each in entries_of(household.chronicle, beside) if each.event.kind == CHECKED)


def _check_of(person: Person, checks: Iterable[Entry]) -> Entry | None:
    """The last check since the person came. One that names nobody was of everybody who lived there."""
    found = None
    for entry in checks:
        named = entry.event.data.get("members")
        is_meant = person.key in named if isinstance(named, tuple) and named else True
        if is_meant and person.stay and day_of(entry) >= person.stay.from_on:
            found = entry
    return found


def _checked(person: Person, checks: list[Entry], telling: Telling) -> Cell:
    if not person.is_adult:
        return Cell("A child")
    entry = _check_of(person, checks)
    if entry is None:
        return Cell(tag=Tag("Not checked", "soon"))
    who = telling.person(str(entry.event.data.get("by", "")))
    by = ", ".join(filter(None, (who, telling.agency(entry.event.agency))))
    how = str(entry.event.data.get("how", "")) or "nobody wrote down how"
    return Cell(f"{dates.short_day(day_of(entry))}, by {by}: {how}")

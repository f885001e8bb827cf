"""How are the places of a body asked for? Each picture beside the list that says the same, one row a part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import BoundField

from followthrough.pictures import Svg, bodymap
from followthrough.pictures.bodymap import Place, View
from followthrough.service.design.forms.boundfield import Option
from followthrough.service.injuries.forms import place_of

# Each place is asked for once, beside the first picture that shows it.
PLACES: tuple[Place, ...] = tuple(dict.fromkeys(place for view in bodymap.VIEWS for place in view.places))


@dataclass(frozen=True)
class Part:
    """One row. `sides` are answers with the word beside each; one that has no sides is named whole."""

    title: str
    sides: tuple[tuple[Option, str], ...]


@dataclass(frozen=True)
class Group:
    key: str
    title: str
    drawn: Svg
    parts: tuple[Part, ...]


def groups(field: BoundField) -> Iterator[Group]:
    options = {place_of(option.value): option for option in field.options}  # type: ignore[attr-defined]
    links = {place: f"#{option.id}" for place, option in options.items()}
    for view in bodymap.VIEWS:
        drawn = bodymap.draw(view, [], id=f"choose-{view.key}", links=links)
        yield Group(view.key, view.title, drawn, tuple(_parts(view, options)))


def _parts(view: View, options: dict[Place, Option]) -> Iterator[Part]:
    first = [place for place in view.places if _home(place) is view]
    for site in dict.fromkeys(site for site, _ in first):
        title = site[:1].upper() + site[1:]
        sided = [
            (options[site, side], side.capitalize())
            for side in (bodymap.RIGHT, bodymap.LEFT)
            if (site, side) in options
        ]
        yield Part(title, tuple(sided or [(options[site, bodymap.MIDDLE], "")]))


def _home(place: Place) -> View:
    return next(view for view in bodymap.VIEWS if place in view.places)

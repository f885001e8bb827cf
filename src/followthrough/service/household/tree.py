"""Which family does a genogram draw? Parents and partners, by what people are to the child and by ties written down.

What was told as a tie goes before what follows from “mother’s partner” and the like. Nothing is guessed beyond that:
whom no line holds stands in the picture by themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from followthrough.pictures.family import Bond, Brought, Family, Member, Sign, Union
from followthrough.pictures.generations import Contradiction, lay_out
from followthrough.service.children.presenters import age_in_words
from followthrough.service.chronology.homes import is_minor
from followthrough.service.household.people import People, Person

_SIGNS = {"woman or girl": Sign.WOMAN, "man or boy": Sign.MAN, "another gender": Sign.OTHER}
_BY_WORD = {"mother": Sign.WOMAN, "father": Sign.MAN}
_PARENTS = {
    "mother": Brought.BORN,
    "father": Brought.BORN,
    "adoptive mother": Brought.ADOPTED,
    "adoptive father": Brought.ADOPTED,
    "foster carer": Brought.FOSTERED,
}
_PARENT_TIES = {
    "parent of": Brought.BORN,
    "adoptive parent of": Brought.ADOPTED,
    "foster carer of": Brought.FOSTERED,
}
_BONDS = {
    "married to": Bond.MARRIED,
    "partner of": Bond.TOGETHER,
    "separated from": Bond.SEPARATED,
    "divorced from": Bond.DIVORCED,
}
_SIBLINGS = "brother or sister"
_CHILD_LEVEL = (_SIBLINGS, "mother’s other child", "father’s other child")
_GRANDPARENTS = ("mother’s mother", "mother’s father", "father’s mother", "father’s father")

_Parents = dict[str, dict[Brought, list[str]]]


def family_of(people: People, home: str, today: date) -> Family | None:
    """None where the entries contradict each other, so that nothing true could be drawn."""
    parents = _parents(people)
    siblings = _siblings(people, parents)
    bonds = _bonds(people, parents)
    child = people.every[people.child]
    family = Family(
        f"The family of {child.name}",
        tuple(_member(each, people, today) for each in people.every.values()),
        tuple(_unions(people, parents, bonds, siblings)),
        home,
    )
    try:
        lay_out(family)
    except Contradiction:
        return None
    return family


def sign_of(person: Person) -> Sign:
    """As somebody said; else as the word for a relation says."""
    if person.drawn_as in _SIGNS:
        return _SIGNS[person.drawn_as]
    return _BY_WORD.get(person.relation.rpartition(" ")[2], Sign.NOT_STATED)


def _member(person: Person, people: People, today: date) -> Member:
    is_child = person.key == people.child
    level = -2 if person.relation in _GRANDPARENTS else 0 if is_child or _is_young(person, today) else -1
    is_often = person.lives_here and person.stay is not None and person.stay.is_often
    said = (age_in_words(person.born_on, today) if person.born_on else "",) if is_child else (
        person.relation, "often here" if is_often else ""
    )  # fmt: skip
    return Member(
        person.key,
        person.name,
        sign_of(person),
        ", ".join(filter(None, said)),
        is_child,
        person.has_died,
        person.lives_here and not is_often,
        level,
    )


def _is_young(person: Person, today: date) -> bool:
    return (
        is_minor(person.born_on, today) or bool(person.record) or person.relation in _CHILD_LEVEL or not person.is_adult
    )


def _parents(people: People) -> _Parents:
    found: _Parents = defaultdict(lambda: defaultdict(list))

    def add(child: str, parent: str, way: Brought) -> None:
        if parent != child and parent not in found[child][way]:
            found[child][way].append(parent)

    for (child, key), relation in people.relations.items():
        if relation in _PARENTS:
            add(child, key, _PARENTS[relation])
    for tie in people.ties:
        if tie.tie in _PARENT_TIES:
            add(tie.other, tie.one, _PARENT_TIES[tie.tie])
    for (child, key), relation in people.relations.items():
        side, _, word = relation.partition("’s ")
        for parent in _called(people, child, side) if word else ():
            if word in ("mother", "father"):
                add(parent, key, Brought.BORN)
            elif word == "other child" and not found[key][Brought.BORN]:
                add(key, parent, Brought.BORN)
    return found


def _siblings(people: People, parents: _Parents) -> list[list[str]]:
    """Brothers and sisters share the parents that are known of one of them; groups of whom no parent is known."""
    pairs = [(child, key) for (child, key), relation in people.relations.items() if relation == _SIBLINGS]
    pairs += [(tie.one, tie.other) for tie in people.ties if tie.tie == "brother or sister of"]
    groups: list[list[str]] = []
    for one, other in pairs:
        for known, unknown in ((one, other), (other, one)):
            if parents[known][Brought.BORN] and not parents[unknown][Brought.BORN]:
                parents[unknown][Brought.BORN] = list(parents[known][Brought.BORN])
        if not parents[one][Brought.BORN] and not parents[other][Brought.BORN]:
            held = [each for each in groups if one in each or other in each]
            groups = [each for each in groups if each not in held]
            groups.append(list(dict.fromkeys([*(key for each in held for key in each), one, other])))
    return groups


def _bonds(people: People, parents: _Parents) -> dict[frozenset[str], Bond]:
    found: dict[frozenset[str], Bond] = {}
    for (child, key), relation in people.relations.items():
        side, _, word = relation.partition("’s ")
        for parent in _called(people, child, side) if word == "partner" else ():
            found[frozenset((parent, key))] = Bond.TOGETHER
    for tie in people.ties:
        if tie.tie in _BONDS:
            found[frozenset((tie.one, tie.other))] = _BONDS[tie.tie]
    return {pair: bond for pair, bond in found.items() if len(pair) == 2}


def _called(people: People, child: str, word: str) -> list[str]:
    """The child's mother or father: the first who was named so."""
    return [key for (of, key), relation in people.relations.items() if of == child and relation == word][:1]


def _unions(
    people: People, parents: _Parents, bonds: dict[frozenset[str], Bond], siblings: list[list[str]]
) -> Iterator[Union]:
    children: dict[tuple[str, ...], list[tuple[str, Brought]]] = {}
    for child in sorted(parents, key=lambda key: _age(people.every[key])):
        for way, held in parents[child].items():
            for n in range(0, len(held), 2):
                children.setdefault(_in_order(people, held[n : n + 2], bonds), []).append((child, way))
    for pair in bonds:
        children.setdefault(_in_order(people, list(pair), bonds), [])
    for pair_, born in sorted(children.items(), key=lambda each: people.child not in [key for key, _ in each[1]]):
        once = {key: way for key, way in reversed(born)}
        kept = tuple((key, once[key]) for key in dict.fromkeys(key for key, _ in born))
        yield Union(pair_, kept, bonds.get(frozenset(pair_), Bond.UNKNOWN))
    for group in siblings:
        ordered = sorted(group, key=lambda key: _age(people.every[key]))
        yield Union((), tuple((key, Brought.BORN) for key in ordered))


def _in_order(people: People, pair: list[str], bonds: dict[frozenset[str], Bond]) -> tuple[str, ...]:
    """From left to right: a man before a woman, as is usual, but who is bound to two people stands between them."""
    if len(pair) < 2:
        return tuple(pair)
    own = {key for (child, key), word in people.relations.items() if child == people.child and word in _PARENTS}
    inside = [key for key in pair if key in own]
    if len(inside) == 1 and people.every[inside[0]].relation == "mother":
        return (inside[0], *(key for key in pair if key != inside[0]))
    if len(inside) == 1 and people.every[inside[0]].relation == "father":
        return (*(key for key in pair if key != inside[0]), inside[0])
    every = people.every
    return tuple(sorted(pair, key=lambda key: (sign_of(every[key]) is not Sign.MAN, every[key].name, key)))


def _age(person: Person) -> tuple[date, str]:
    return person.born_on or date.max, person.name

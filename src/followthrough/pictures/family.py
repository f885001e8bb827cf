"""What can stand in a genogram? Persons, who had or brought up which children with whom, and who lives together.

The signs are the usual ones of genograms: a square for a man, a circle for a woman, a double edge for the child whom
the picture is about. Words are plain, and nothing here knows where they come from.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    MAN = "man"
    WOMAN = "woman"
    OTHER = "another gender"
    NOT_STATED = "not stated"


class Bond(StrEnum):
    """How two people stand to each other; `value` is the word for it."""

    MARRIED = "married"
    TOGETHER = "partners"
    SEPARATED = "separated"
    DIVORCED = "divorced"
    UNKNOWN = "parents; nothing more is known"


class Brought(StrEnum):
    """How a child came to the parents."""

    BORN = "born"
    ADOPTED = "adopted"
    FOSTERED = "fostered"


@dataclass(frozen=True, slots=True)
class Member:
    """`level` counts generations from the child's, downwards; it places only those whom no line holds."""

    key: str
    name: str
    sign: Sign = Sign.NOT_STATED
    note: str = ""
    is_child: bool = False  # whom the picture is about
    has_died: bool = False
    lives_here: bool = False
    level: int = 0


@dataclass(frozen=True, slots=True)
class Union:
    """One or two parents, and their children in order of age. Without a parent: brothers and sisters, and no more."""

    parents: tuple[str, ...] = ()
    children: tuple[tuple[str, Brought], ...] = ()
    bond: Bond = Bond.UNKNOWN

    @property
    def born(self) -> tuple[str, ...]:
        return tuple(key for key, _ in self.children)


@dataclass(frozen=True)
class Family:
    title: str
    members: tuple[Member, ...]
    unions: tuple[Union, ...] = ()
    home: str = ""  # what the home is called

    def __post_init__(self) -> None:
        keys = {each.key for each in self.members}
        if len(keys) != len(self.members):
            raise ValueError("A person stands in the picture once.")
        named = {key for union in self.unions for key in (*union.parents, *union.born)}
        if strays := sorted(named - keys):
            raise ValueError(f"No person for {', '.join(strays)}.")
        for union in self.unions:
            if len(set(union.parents)) != len(union.parents) or len(union.parents) > 2:
                raise ValueError("A union has one or two parents, each of them once.")
        if len({frozenset(union.parents) for union in self.unions if union.parents}) != len(
            [union for union in self.unions if union.parents]
        ):
            raise ValueError("The same parents stand in one union.")

"""What are the children of the stories called in the demo, and where do they live? Every name is invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ChildOf:
    name: str
    sex: str = ""
    language: str = "English"
    interpreter_needed: bool | None = False
    communication_needs: str = ""


CHILDREN = {
    "child-one": ChildOf("Hania Wilk", "girl", "Polish", True, "Her mother reads Polish and little English."),
    "child-two": ChildOf("Callum Reeve", "boy"),
    "child-three": ChildOf(
        "Adam Frost", "boy", communication_needs="Uses single words and signs. Give him time and pictures."
    ),
}


@dataclass(frozen=True)
class AdultOf:
    name: str
    relation: str
    language: str = "English"
    interpreter_needed: bool = False


ADULTS = {
    "child-one": (AdultOf("Beata Wilk", "mother", "Polish", True), AdultOf("Marek Wilk", "father", "Polish")),
    "child-two": (AdultOf("Joanne Reeve", "mother"),),
    "child-three": (AdultOf("Denise Frost", "mother"), AdultOf("Graham Frost", "father")),
}
HOUSEHOLDS = {
    "child-one": "Flat above the bakery, Quay Street",
    "child-two": "Orchard Close",
    "child-three": "Mill Lane",
}


FIRST_NAMES = ("Robin", "Jules", "Alex", "Sasha", "Charlie")


def child_of(story_child: str, identity: str) -> ChildOf:
    """Children whom a story names besides its own get a plain name of the same family."""
    if identity in CHILDREN:
        return CHILDREN[identity]
    main = CHILDREN.get(story_child, ChildOf("A child of the demo"))
    family = main.name.rpartition(" ")[2]
    first = FIRST_NAMES[sum(identity.encode()) % len(FIRST_NAMES)]
    return ChildOf(f"{first} {family}", "", main.language, main.interpreter_needed)

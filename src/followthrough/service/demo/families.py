"""Who belongs to the three families, besides the parents whom the register holds? Everybody is invented.

Each was written down while no procedure asked for a check, so that it starts no duty and closes none.
"""

from __future__ import annotations

from collections.abc import Mapping

from followthrough.procedures.model.event import type_of_value

One = tuple[str, str, str, str, Mapping[str, type_of_value]]
MOTHER_ONE, FATHER_ONE = "child-one-mother", "child-one-father"
MOTHER_TWO, MOTHER_THREE, FATHER_THREE = "child-two-mother", "child-three-mother", "child-three-father"
DESCRIBED, TIED = "family.person-described", "family.tie-recorded"


def _person(member: str, who: str, relation: str, drawn_as: str, **more: type_of_value) -> dict[str, type_of_value]:
    return {"member": member, "who": who, "relation": relation, "drawn_as": drawn_as, **more}


def _tie(one: tuple[str, str], tie: str, other: tuple[str, str]) -> dict[str, type_of_value]:
    return {"member": one[0], "tie": tie, "to_member": other[0], "said": f"{one[1]}: {tie} {other[1]}"}


FAMILIES: tuple[One, ...] = (
    (
        "child-one",
        TIED,
        "2012-06-11 11:04",
        "community-nursing",
        _tie((FATHER_ONE, "Marek Wilk"), "married to", (MOTHER_ONE, "Beata Wilk")),
    ),
    (
        "child-one",
        DESCRIBED,
        "2012-06-11 11:05",
        "community-nursing",
        _person("aunt-one", "Ewa Sobczak", "other relative", "woman or girl", words="Her mother’s sister, Ferry Road"),
    ),
    (
        "child-one",
        TIED,
        "2012-06-11 11:06",
        "community-nursing",
        _tie(("aunt-one", "Ewa Sobczak"), "brother or sister of", (MOTHER_ONE, "Beata Wilk")),
    ),
    (
        "child-one",
        DESCRIBED,
        "2012-06-11 11:10",
        "community-nursing",
        _person("gran-one", "Halina Sobczak", "mother’s mother", "woman or girl", has_died=True),
    ),
    (
        "child-one",
        DESCRIBED,
        "2013-02-20 10:30",
        "community-nursing",
        _person("friend-one", "Pawel Dudek", "friend or lodger", "man or boy", words="A friend of her father’s"),
    ),
    (
        "child-one",
        "home.adult-joined",
        "2013-02-20 10:31",
        "community-nursing",
        {"member": "friend-one", "who": "Pawel Dudek", "lives": "is often there", "words": "He sleeps on the sofa"},
    ),
    (
        "child-two",
        DESCRIBED,
        "2012-09-18 14:30",
        "school-hillside",
        _person("partner-two", "Lee Garner", "mother’s partner", "man or boy"),
    ),
    (
        "child-two",
        "home.adult-joined",
        "2012-09-18 14:31",
        "school-hillside",
        {"member": "partner-two", "who": "Lee Garner", "lives": "lives there", "words": "He moved in over the summer"},
    ),
    (
        "child-two",
        DESCRIBED,
        "2012-12-13 15:25",
        "camhs",
        _person("father-two", "Dean Holt", "father", "man or boy", words="Lives in Eastmarch. He writes at birthdays"),
    ),
    (
        "child-two",
        TIED,
        "2012-12-13 15:26",
        "camhs",
        _tie(("father-two", "Dean Holt"), "separated from", (MOTHER_TWO, "Joanne Reeve")),
    ),
    (
        "child-two",
        "home.person-left",
        "2013-01-07 09:10",
        "school-hillside",
        {"member": "partner-two", "who": "Lee Garner", "words": "He moved out at Christmas, Callum says"},
    ),
    (
        "child-two",
        DESCRIBED,
        "2013-02-14 16:00",
        "social-care",
        _person("gran-two", "Patricia Reeve", "mother’s mother", "woman or girl"),
    ),
    (
        "child-three",
        TIED,
        "2004-11-23 11:00",
        "community-nursing",
        _tie((FATHER_THREE, "Graham Frost"), "married to", (MOTHER_THREE, "Denise Frost")),
    ),
    (
        "child-three",
        DESCRIBED,
        "2004-11-23 11:05",
        "community-nursing",
        _person("gran-three", "Nora Frost", "father’s mother", "woman or girl"),
    ),
    (
        "child-three",
        "home.adult-joined",
        "2004-11-23 11:06",
        "community-nursing",
        {"member": "gran-three", "who": "Nora Frost", "lives": "is often there"},
    ),
)

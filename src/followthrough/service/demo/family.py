"""Which family of Wealdshire shows what the stories do not? A baby and her half-brother, who never shared a home.

Two bruises are put down to him. Each stands on the body map of the agency that saw it, and neither agency knows of the
other’s: together they hold a pattern. He is taught at home now, and has a worker of his own. Everybody is invented, and
nothing of it is the newsletter’s.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from followthrough.procedures.language import parse_local_instant
from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.service.access import actions as access
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.children.actions import About, enter_child, enter_member, enter_person
from followthrough.service.children.models import Household
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.demo.clock import LIVE_FROM
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.actions import NewEvent, go_live, record

MILA, JUDE = "half-siblings-younger", "half-siblings-older"  # no names: they stand in addresses
HOMES = {MILA: ("Flat 3, Tanner’s Row", "Kelly Sorrell", "mother"), JUDE: ("Weir Cottages", "Craig Sorrell", "father")}
ABOUT = {
    MILA: About("Mila Sorrell", date(2012, 1, 9), "girl", "English", False),
    JUDE: About("Jude Sorrell", date(2003, 8, 21), "boy", "English", False),
}
WORKS_WITH = {
    MILA: (("hospital", "ward"), ("community-nursing", "health-visiting")),
    JUDE: (("gp-quayside", "practice"), ("education-service", "home-education"), ("social-care", "front-door")),
}

One = tuple[str, str, str, str, Mapping[str, type_of_value]]

# Who, what kind, when, about whom, with what. What is said of an injury stands after it.
WRITTEN: tuple[One, ...] = (
    (
        "anand.pillai",
        "family.person-described",
        "2013-02-11 10:00",
        JUDE,
        {
            "member": "half-sister",
            "who": "Mila Sorrell",
            "relation": "father’s other child",
            "drawn_as": "woman or girl",
            "words": "They have never lived together",
        },
    ),
    (
        "robert.inch",
        "home-education.started",
        "2013-02-25 09:00",
        JUDE,
        {"education": "taught-at-home", "from_school": "school-hillside"},
    ),
    ("robert.inch", "home-education.visit-offered", "2013-02-26 11:00", JUDE, {"education": "taught-at-home"}),
    (
        "robert.inch",
        "home-education.checked",
        "2013-02-26 11:30",
        JUDE,
        {"education": "taught-at-home", "finding": "Social care has nothing of him"},
    ),
    (
        "ines.doyle",
        "home-education.risk-decided",
        "2013-02-27 10:00",
        JUDE,
        {"education": "taught-at-home", "decision": "see the child", "reason": "Nobody has seen him since Christmas"},
    ),
    ("martin.oakes", "case.opened", "2013-03-27 10:00", JUDE, {"case": "case-half-siblings"}),
    ("martin.oakes", "case.allocated", "2013-03-27 10:05", JUDE, {"case": "case-half-siblings", "to": "ines.doyle"}),
    (
        "amy.croft",
        "injury.seen",
        "2013-03-12 10:10",
        MILA,
        {
            "site": "forehead",
            "colour": "blue",
            "explanation": "Her brother threw a wooden car",
            "explained_by": "Her mother",
            "attributed_to": "sibling",
            "can_move": True,
            "significant": False,
        },
    ),
    (
        "amy.croft",
        "injury.body-map",
        "2013-03-12 10:15",
        MILA,
        {"site": "forehead", "side": "middle", "kind": "bruise", "size_mm": 20, "colour": "blue"},
    ),
    (
        "amy.croft",
        "injury.explanation-considered",
        "2013-03-12 10:20",
        MILA,
        {"fits": "not sure", "reason": "He is nine, and was at his father’s that week"},
    ),
    (
        "moira.lacey",
        "injury.seen",
        "2013-03-21 10:10",
        MILA,
        {
            "site": "left upper arm",
            "colour": "yellow",
            "explanation": "Her brother pulled her up by the arm",
            "explained_by": "Her mother",
            "attributed_to": "sibling",
            "can_move": True,
            "significant": False,
        },
    ),
    (
        "moira.lacey",
        "injury.body-map",
        "2013-03-21 10:15",
        MILA,
        {
            "site": "upper arm, front",
            "side": "left",
            "kind": "bruise",
            "size_mm": 30,
            "width_mm": 10,
            "colour": "yellow",
        },
    ),
    (
        "moira.lacey",
        "injury.explanation-considered",
        "2013-03-21 10:20",
        MILA,
        {"fits": "not sure", "reason": "Nobody here has met her brother"},
    ),
)


def enter() -> None:
    for child, (label, adult, relation) in HOMES.items():
        _family(child, label, adult, relation)
    homes = [Subject("household", f"{child}-home") for child in HOMES]
    go_live([*(Subject("child", child) for child in HOMES), *homes], at=LIVE_FROM, by=Viewer.system("demo"))
    injury = ""
    for username, kind, at, child, data in WRITTEN:
        injury = _write(username, kind, at, child, data, injury)


def _family(child: str, label: str, adult: str, relation: str) -> None:
    """Without a birth in the record, so that nothing from the early years falls due."""
    subject, about = Subject("child", child), ABOUT[child]
    entered = enter_child(about=about, identity=child)
    home = Household.objects.create(pk=f"{child}-home", address_label=label)
    assert about.born_on is not None
    enter_member(child=entered, household=home, on=about.born_on)
    enter_person(name=adult, household=home, relation=relation, on=about.born_on)
    for agency, team in WORKS_WITH[child]:
        why, by = "works with the family", Viewer.system("demo")
        access.involve(agency=agency, team=team, subject=subject, reason=why, by=by)


def _write(username: str, kind: str, at: str, child: str, data: Mapping[str, type_of_value], injury: str) -> str:
    """The injury that what comes next is about."""
    by = viewer_of(Practitioner.objects.get(username=username))
    from_, to = parse_local_instant(at)
    fields = rulebook.current().vocabulary.kind(kind).fields
    said = {**({"by": by.practitioner_id} if "by" in fields else {}), **data}
    if "to" in said:
        said["to"] = Practitioner.objects.get(username=str(said["to"])).pk
    if "injury" in fields:
        said["injury"] = injury
    subject = Subject("child", child)
    identity = f"family-{kind}-{at}".replace(" ", "-")
    new = NewEvent(id=identity, kind=kind, subject=subject, occurred_from=from_, occurred_to=to, data=said)
    with clock.use(clock.FixedClock(to)), acting(by):
        record([new], by=by)
    return identity if kind == "injury.seen" else injury

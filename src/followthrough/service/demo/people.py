"""Who works in Wealdshire, and how does a visitor sign in as one of them? Every person is invented."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "wealdshire-demo"


@dataclass(frozen=True)
class PersonOf:
    """`seats` are team and role, the first one first. `is_offered` puts them on the sign-in page."""

    username: str
    name: str
    agency: str
    seats: tuple[tuple[str, str], ...]
    who: str
    is_offered: bool = False

    @property
    def email(self) -> str:
        return f"{self.username}@{self.agency}.wealdshire.example"


def _person(username: str, name: str, agency: str, seats: str, who: str, *, is_offered: bool = False) -> PersonOf:
    """`seats` as "team:role team:role"."""
    pairs = tuple((team, role) for team, _, role in (seat.partition(":") for seat in seats.split()))
    return PersonOf(username, name, agency, pairs, who, is_offered)


PEOPLE = (
    _person(
        "ines.doyle",
        "Ines Doyle",
        "social-care",
        "front-door:worker",
        "social worker, Front Door (day)",
        is_offered=True,
    ),
    _person(
        "martin.oakes",
        "Martin Oakes",
        "social-care",
        "front-door:team-manager front-door:duty-manager",
        "team manager, Front Door",
        is_offered=True,
    ),
    _person(
        "priya.sandhu",
        "Priya Sandhu",
        "social-care",
        "out-of-hours:worker",
        "social worker, Out of Hours",
        is_offered=True,
    ),
    _person("femi.adu", "Femi Adu", "social-care", "out-of-hours:worker", "social worker, Out of Hours"),
    _person(
        "colin.frayne",
        "Colin Frayne",
        "social-care",
        "out-of-hours:team-manager out-of-hours:duty-manager out-of-hours:on-call-manager",
        "team manager, Out of Hours",
        is_offered=True,
    ),
    _person(
        "grace.holt",
        "Grace Holt",
        "social-care",
        "front-door:administrator",
        "administrator, Children’s Social Care",
        is_offered=True,
    ),
    _person("lena.hart", "Lena Hart", "social-care", "triage:worker", "triage worker, County Triage Team"),
    _person("owen.tully", "Owen Tully", "social-care", "triage:team-manager", "manager, County Triage Team"),
    _person(
        "ruth.adeyemi",
        "Ruth Adeyemi",
        "social-care",
        "front-door:safeguarding-lead",
        "safeguarding lead, Children’s Social Care",
        is_offered=True,
    ),
    _person(
        "nora.quill",
        "Nora Quill",
        "social-care",
        "records:records-manager",
        "records manager, Children’s Social Care",
        is_offered=True,
    ),
    _person(
        "alice.wren",
        "Alice Wren",
        "social-care",
        "front-door:service-manager",
        "service manager, Children’s Social Care",
    ),
    _person(
        "dan.mercer",
        "Dan Mercer",
        "police",
        "response:worker",
        "constable, police response",
        is_offered=True,
    ),
    _person(
        "karen.tulloch",
        "Karen Tulloch",
        "police",
        "response:team-manager response:custody-sergeant",
        "sergeant, police response",
    ),
    _person("joe.whitlock", "Joe Whitlock", "police", "public-protection:worker", "detective, Public Protection"),
    _person(
        "susan.varley",
        "Susan Varley",
        "police",
        "public-protection:safeguarding-lead public-protection:team-manager",
        "inspector and safeguarding lead, police",
    ),
    _person(
        "amy.croft",
        "Amy Croft",
        "hospital",
        "ward:worker",
        "nurse, Children’s Ward",
        is_offered=True,
    ),
    _person("bill.renshaw", "Bill Renshaw", "hospital", "ward:team-manager", "ward manager, Children’s Ward"),
    _person(
        "fatima.noor",
        "Fatima Noor",
        "hospital",
        "safeguarding-team:safeguarding-lead safeguarding-team:team-manager",
        "named nurse and safeguarding lead, hospital",
        is_offered=True,
    ),
    _person(
        "jean.pascoe",
        "Jean Pascoe",
        "community-nursing",
        "duty:worker",
        "health visitor",
        is_offered=True,
    ),
    _person(
        "olu.bankole",
        "Olu Bankole",
        "community-nursing",
        "duty:team-manager duty:safeguarding-lead",
        "manager and safeguarding lead, Community Nursing",
    ),
    _person("moira.lacey", "Moira Lacey", "community-nursing", "health-visiting:worker", "health visitor"),
    _person(
        "helga.brandt",
        "Helga Brandt",
        "community-nursing",
        "health-visiting:team-manager",
        "team leader, Health Visitors",
    ),
    _person(
        "tess.arkwright",
        "Tess Arkwright",
        "community-nursing",
        "childrens-nursing:worker",
        "community nurse, Children’s Community Nurses",
        is_offered=True,
    ),
    _person(
        "kofi.mensah",
        "Kofi Mensah",
        "community-nursing",
        "childrens-nursing:team-manager",
        "team leader, Children’s Community Nurses",
    ),
    _person("anand.pillai", "Anand Pillai", "gp-quayside", "practice:worker practice:safeguarding-lead", "GP"),
    _person("wendy.garrod", "Wendy Garrod", "gp-quayside", "practice:team-manager", "manager, Quayside Surgery"),
    _person(
        "ray.colby", "Ray Colby", "alcohol-service", "family-workers:worker", "family worker, Alcohol and Drug Service"
    ),
    _person(
        "judith.amos",
        "Judith Amos",
        "alcohol-service",
        "family-workers:team-manager family-workers:safeguarding-lead",
        "manager and safeguarding lead, Alcohol and Drug Service",
    ),
    _person(
        "leila.farouk",
        "Leila Farouk",
        "domestic-abuse-service",
        "advisers:worker",
        "independent adviser, Domestic Abuse Service",
    ),
    _person(
        "carys.webb",
        "Carys Webb",
        "domestic-abuse-service",
        "advisers:team-manager advisers:safeguarding-lead",
        "manager and safeguarding lead, Domestic Abuse Service",
    ),
    _person("nina.foss", "Nina Foss", "camhs", "duty:worker", "clinician, CAMHS"),
    _person(
        "gareth.ives",
        "Gareth Ives",
        "camhs",
        "duty:team-manager duty:safeguarding-lead",
        "manager and safeguarding lead, CAMHS",
    ),
    _person(
        "helen.marsh",
        "Helen Marsh",
        "school-hillside",
        "safeguarding:safeguarding-lead safeguarding:team-manager",
        "designated safeguarding lead, Hillside Primary",
        is_offered=True,
    ),
    _person(
        "peter.lowe",
        "Peter Lowe",
        "school-riverbank",
        "safeguarding:safeguarding-lead safeguarding:team-manager",
        "designated safeguarding lead, Riverbank Special School",
    ),
    _person(
        "robert.inch",
        "Robert Inch",
        "education-service",
        "home-education:worker",
        "home-education officer, Education Service",
        is_offered=True,
    ),
    _person(
        "shirin.vale",
        "Shirin Vale",
        "education-service",
        "home-education:team-manager home-education:service-manager home-education:safeguarding-lead",
        "manager and safeguarding lead, Education Service",
    ),
    _person("dawn.keel", "Dawn Keel", "adult-services", "transitions:worker", "social worker, adult transitions"),
    _person(
        "sam.ashby",
        "Sam Ashby",
        "adult-services",
        "transitions:team-manager transitions:service-manager transitions:safeguarding-lead",
        "manager and safeguarding lead, Adult Services",
    ),
    _person(
        "bryony.stead",
        "Bryony Stead",
        "health-commissioner",
        "childrens-commissioning:worker childrens-commissioning:team-manager childrens-commissioning:safeguarding-lead",
        "commissioner of children’s health services",
    ),
    _person(
        "margaret.thorne",
        "Margaret Thorne",
        "board",
        "office:business-manager office:team-manager office:safeguarding-lead "
        "policies-and-procedures-group:business-manager",
        "business manager of the Board",
        is_offered=True,
    ),
    _person(
        "ruth.ansell",
        "Ruth Ansell",
        "board",
        "office:privacy-officer",
        "privacy officer of the Board",
        is_offered=True,
    ),
    _person(
        "hugh.penrose",
        "Hugh Penrose",
        "board",
        "policies-and-procedures-group:worker",
        "chair of the Policies and Procedures Group",
    ),
    _person(
        "judith.amory",
        "Judith Amory",
        "board",
        "office:chair case-review-group:chair child-death-panel:chair",
        "independent chair of the Board, its Case Review Group and its Child Death Overview Panel",
    ),
    _person(
        "selma.rook",
        "Selma Rook",
        "board",
        "learning-and-improvement-group:worker",
        "training lead, Learning and Improvement Group",
    ),
    _person(
        "ewan.blythe",
        "Ewan Blythe",
        "host-area",
        "front-door:worker front-door:team-manager front-door:safeguarding-lead",
        "duty manager in Eastmarch, the area that hosts a placement",
    ),
)


def _sign_ins(*, is_offered: bool) -> tuple[tuple[str, str, str], ...]:
    chosen = (person for person in PEOPLE if person.is_offered is is_offered)
    return tuple((person.username, PASSWORD, f"{person.name}, {person.who}") for person in chosen)


SIGN_INS, OTHERS = _sign_ins(is_offered=True), _sign_ins(is_offered=False)

"""Which agencies and teams make up Wealdshire? Fictional: no such county exists.

Telephone numbers are from the ranges that Ofcom keeps for drama, so nobody can be rung by mistake
(Ofcom, "Telephone numbers for use in TV and radio drama programmes": 01632 960000 to 960999).
"""

from __future__ import annotations

from dataclasses import dataclass

from followthrough.service.agencies import ringing

DAY = "Monday to Friday, 9am to 5pm"
OUT_OF_HOURS = "evenings, nights, weekends and bank holidays"
ALWAYS = "at every hour"
EVERY_DAY = "every day, 8am to 10pm"
SCHOOL_DAY = "school days, 8:30am to 4pm"
_OFFICES = {ALWAYS: ringing.ALWAYS, EVERY_DAY: ringing.EVERY_DAY, SCHOOL_DAY: ringing.SCHOOL_DAY}


@dataclass(frozen=True)
class TeamOf:
    slug: str
    title: str
    telephone: str
    opening_hours: str = DAY
    is_out_of_hours: bool = False

    @property
    def office(self) -> str:
        """The name of its hours, as the directory knows them."""
        return _OFFICES.get(self.opening_hours, "office")


@dataclass(frozen=True)
class AgencyOf:
    """The first team is the one that a duty goes to when it names no other."""

    key: str
    title: str
    kind: str
    telephone: str
    teams: tuple[TeamOf, ...]


AGENCIES = (
    AgencyOf(
        "social-care",
        "Wealdshire Children’s Social Care",
        "social-care",
        "01632 960100",
        (
            TeamOf("front-door", "Front Door", "01632 960101"),
            TeamOf("out-of-hours", "Out of Hours Team", "01632 960102", OUT_OF_HOURS, is_out_of_hours=True),
            TeamOf("triage", "County Triage Team", "01632 960103"),
            TeamOf("records", "Records Office", "01632 960104"),
        ),
    ),
    AgencyOf(
        "police",
        "Wealdshire Police",
        "police",
        "01632 960200",
        (
            TeamOf("public-protection", "Public Protection Unit", "01632 960201", EVERY_DAY),
            TeamOf("response", "Response", "01632 960202", ALWAYS),
        ),
    ),
    AgencyOf(
        "hospital",
        "Weald General Hospital",
        "hospital",
        "01632 960300",
        (
            TeamOf("safeguarding-team", "Safeguarding Team", "01632 960301"),
            TeamOf("ward", "Children’s Ward", "01632 960302", ALWAYS),
        ),
    ),
    AgencyOf(
        "community-nursing",
        "Wealdshire Community Nursing",
        "community-health",
        "01632 960400",
        (
            TeamOf("duty", "Health Visiting Duty Desk", "01632 960401"),
            TeamOf("health-visiting", "Health Visitors", "01632 960402"),
            TeamOf("childrens-nursing", "Children’s Community Nurses", "01632 960403", EVERY_DAY),
        ),
    ),
    AgencyOf(
        "gp-quayside",
        "Quayside Surgery",
        "gp",
        "01632 960450",
        (TeamOf("practice", "Practice Team", "01632 960451"),),
    ),
    AgencyOf(
        "alcohol-service",
        "Wealdshire Alcohol and Drug Service",
        "alcohol-and-drugs",
        "01632 960460",
        (TeamOf("family-workers", "Family Workers", "01632 960461"),),
    ),
    AgencyOf(
        "domestic-abuse-service",
        "Wealdshire Domestic Abuse Service",
        "domestic-abuse",
        "01632 960470",
        (TeamOf("advisers", "Independent Advisers", "01632 960471", EVERY_DAY),),
    ),
    AgencyOf(
        "camhs",
        "Wealdshire Child and Adolescent Mental Health Services",
        "mental-health",
        "01632 960500",
        (TeamOf("duty", "Duty Desk", "01632 960501"),),
    ),
    AgencyOf(
        "school-hillside",
        "Hillside Primary School",
        "school",
        "01632 960600",
        (TeamOf("safeguarding", "Safeguarding", "01632 960601", SCHOOL_DAY),),
    ),
    AgencyOf(
        "school-riverbank",
        "Riverbank Special School",
        "school",
        "01632 960700",
        (TeamOf("safeguarding", "Safeguarding", "01632 960701", SCHOOL_DAY),),
    ),
    AgencyOf(
        "education-service",
        "Wealdshire Education Service",
        "education",
        "01632 960750",
        (TeamOf("home-education", "Home Education Team", "01632 960751"),),
    ),
    AgencyOf(
        "adult-services",
        "Wealdshire Adult Services",
        "adult-services",
        "01632 960800",
        (TeamOf("transitions", "Transitions Team", "01632 960801"),),
    ),
    AgencyOf(
        "health-commissioner",
        "Wealdshire Health Commissioner",
        "commissioner",
        "01632 960850",
        (TeamOf("childrens-commissioning", "Children’s Commissioning", "01632 960851"),),
    ),
    AgencyOf(
        "board",
        "Wealdshire Safeguarding Children Board",
        "board",
        "01632 960900",
        (
            TeamOf("office", "Board Office", "01632 960901"),
            TeamOf("policies-and-procedures-group", "Policies and Procedures Group", "01632 960902"),
            TeamOf("learning-and-improvement-group", "Learning and Improvement Group", "01632 960903"),
            TeamOf("case-review-group", "Case Review Group", "01632 960904"),
            TeamOf("child-death-panel", "Child Death Overview Panel", "01632 960905"),
        ),
    ),
    AgencyOf(
        "host-area",
        "Eastmarch Children’s Social Care",
        "social-care",
        "01632 960950",
        (TeamOf("front-door", "Front Door", "01632 960951"),),
    ),
)

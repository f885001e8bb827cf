"""What may this person manage, and what is each page for? One line on each, by what it is about.

Each page asks again who may do what on it: this list only leads there. A page that is not there is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse

from followthrough.service.core.managing import (
    ADMINISTRATOR,
    ANSWERABLE,
    BOARDS,
    DUTY,
    FOLLOWING_UP,
    KEEPING_RECORDS,
    READING_OVER,
    TOLD_OF_SILENCE,
)
from followthrough.service.core.viewer import Viewer

_PRIVACY = "privacy-officer"


@dataclass(frozen=True)
class Managed:
    """`roles` are who may; empty is everybody, and `in_team` everybody who sits in a team. `agency` has it whatever
    the role.
    """

    text: str
    name: str
    line: str
    roles: frozenset[str] = frozenset()
    in_team: bool = False
    agency: str = ""


@dataclass(frozen=True)
class Shown:
    text: str
    href: str
    line: str


def _of(*roles: str) -> frozenset[str]:
    return frozenset(roles)


GROUPS: Final[dict[str, tuple[Managed, ...]]] = {
    "People and teams": (
        Managed("People who work here", "people:overview", "Let people in, change their seats, switch accounts off.",
                _of(ADMINISTRATOR)),
        Managed("Accounts that are switched off", "people:switched-off", "Switch an account on again at night.",
                _of(DUTY)),
        Managed("Directory of agencies", "directory:overview", "Teams, hours and telephone numbers."),
        Managed("Rotas: who is on duty", "rotas:overview", "Shifts, gaps, swaps and hand-over lists."),
        Managed("Cover over bank holidays", "cover:periods", "Who covers which days, and what was signed."),
        Managed("Posts with children", "posts:overview", "Who fills each post, and when training is to be renewed.",
                ANSWERABLE | _of("director", BOARDS, "chair", "board-member")),
        Managed("Organisations without an account", "outside:organisations",
                "GP practices and clubs that read by link and code.", in_team=True),
    ),
    "The Board": (
        Managed("How the partnership does", "board:overview", "The figures of each quarter, and the Board’s reports.",
                _of(BOARDS, "chair", "board-member")),
        Managed("Need, waits and coordination by tier", "commissioning:overview",
                "Emotional health, for those who pay for services.", _of(BOARDS, "chair", "board-member"),
                agency="health-commissioner"),
        Managed("Audits", "audits:overview", "What agencies say of themselves, and cases that are read together.",
                ANSWERABLE | _of(BOARDS, "chair", "director")),
        Managed("Case examples without names", "commissioning:examples",
                "What it meant for a child that a service was missing.", ANSWERABLE | _of("chair")),
    ),
    "What goes out and comes in": (
        Managed("What was sent, and what became of it", "assurance:followed",
                "All that was shared is open or closed, the oldest first.", FOLLOWING_UP),
        Managed("Letters, and what became of them", "letters:overview",
                "Each letter with its fate. How you are told of what is urgent.", in_team=True),
        Managed("Our own list", "caseload:overview",
                "What your agency’s own case system says each night, and who looks after it."),
        Managed("Systems that send to us", "intake:systems", "Tokens for other systems of your agency.",
                TOLD_OF_SILENCE | {ADMINISTRATOR}),
    ),
    "Records": (
        Managed("Look-ups to ask about", "governance:overview", "Looks at records that a rule picked out for review.",
                _of(_PRIVACY)),
        Managed("Keeping and destroying records", "retention:overview", "Records whose time is over, and holds.",
                KEEPING_RECORDS | {BOARDS}),
        Managed("Requests to see a record", "subjectaccess:overview", "Who asked, what is open, and by when.",
                READING_OVER),
        Managed("How long records are kept", "retention:periods", "Each kind of record, with its source."),
    ),
    "Learning": (
        Managed("Reviews", "reviews:overview", "What happened to a child, looked at together; findings by theme.",
                in_team=True),
        Managed("Recommendations", "recommendations:ours", "What reviews ask of your agency, and what came of it.",
                in_team=True),
        Managed("Newsletter", "newsletter:overview", "What reviews taught us, and what is asked of whom."),
        Managed("Training", "training:overview", "Courses that reviews asked for, and whom they have reached."),
    ),
    "Rules": (
        Managed("Rules that we work by", "assurance:procedures", "Each rule with its source, and how it stands."),
        Managed("Changes of the rules", "changes:overview", "Proposed, tried out over the past, agreed, in force."),
        Managed("Policies", "chapters:overview", "Chapters that every agency works by, and what is for you to read."),
        Managed("Agreements on sharing", "governance:agreements", "What agencies have agreed to share, and why."),
    ),
}  # fmt: skip


def groups(viewer: Viewer) -> list[tuple[str, list[Shown]]]:
    found = [(title, list(_shown(viewer, each))) for title, each in GROUPS.items()]
    return [(title, shown) for title, shown in found if shown]


def _shown(viewer: Viewer, managed: tuple[Managed, ...]) -> Iterator[Shown]:
    for each in managed:
        is_theirs = not each.roles or viewer.holds(each.roles) or viewer.agency == each.agency
        if not is_theirs or (each.in_team and not viewer.teams):
            continue
        try:
            yield Shown(each.text, reverse(each.name), each.line)
        except NoReverseMatch:
            continue

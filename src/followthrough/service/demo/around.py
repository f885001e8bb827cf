"""Who works with the stories’ children, besides the agencies that the stories name? Nobody is told anything by it."""

from __future__ import annotations

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer

WORKS_WITH = {
    "child-one": (("gp-quayside", "is registered with the surgery"),),
    "child-two": (("gp-quayside", "is registered with the surgery"),),
    "child-three": (
        ("gp-quayside", "is registered with the surgery"),
        ("education-service", "was taught at home, and then went to a special school"),
    ),
}


def enter() -> None:
    for child, agencies in WORKS_WITH.items():
        for agency, reason in agencies:
            subject = Subject("child", child)
            access.involve(agency=agency, subject=subject, reason=reason, by=Viewer.system("demo"), from_at=clock.now())

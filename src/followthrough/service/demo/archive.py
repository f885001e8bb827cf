"""Which old file came into Wealdshire’s record from paper? One, whose time is over, so that a visitor can try its end.

A girl of whom somebody was worried once, in 1986. She is a woman of 33 now. She is invented, as everybody here is.
"""

from __future__ import annotations

from datetime import date

from followthrough.procedures.language import parse_local_instant
from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.children.actions import About, enter_child, enter_member, enter_person
from followthrough.service.children.models import Household
from followthrough.service.ledger.actions import NewEvent, record

CHILD, HOME, ENTERED_BY = "old-file", "old-file-home", "nora.quill"
BORN_ON = date(1979, 9, 14)
SEEN = "Seen at home with her mother after a neighbour rang. Warm, fed and cheerful. No more was needed."


def enter() -> None:
    """At the clock’s time: the file was typed in by the records manager."""
    by = viewer_of(Practitioner.objects.get(username=ENTERED_BY))
    subject = Subject("child", CHILD)
    child = enter_child(about=About("Lorna Pike", BORN_ON, "girl", "English", False), identity=CHILD)
    home = Household.objects.create(pk=HOME, address_label="Station Terrace")
    enter_member(child=child, household=home, on=BORN_ON)
    enter_person(name="Maureen Pike", household=home, relation="mother", on=BORN_ON)
    access.involve(agency="social-care", team="front-door", subject=subject, reason="wrote her file on paper", by=by)
    born, seen = parse_local_instant(BORN_ON.isoformat()), parse_local_instant("1986-03-11")
    record(
        [
            NewEvent(kind="child.born", subject=subject, occurred_from=born[0], occurred_to=born[1]),
            NewEvent(
                kind="household.joined",
                subject=subject,
                occurred_from=born[0],
                occurred_to=born[1],
                data={"household": HOME},
            ),
            NewEvent(kind="child.seen", subject=subject, occurred_from=seen[0], occurred_to=seen[1], text=SEEN),
        ],
        by=by,
    )

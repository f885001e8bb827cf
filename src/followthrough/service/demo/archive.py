"""Which old files came into Wealdshire’s record from paper? Two: one at its end, and one that somebody asks to see.

A girl of whom somebody was worried once, in 1986: the time of her file is over. And a young woman who asks to read
hers, in which a neighbour speaks and a therapist. Both are invented, as everybody here is.
"""

from __future__ import annotations

from datetime import date

from followthrough.procedures.language import parse_local_instant
from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.service.access import actions as access
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.children.actions import About, enter_child, enter_member, enter_person
from followthrough.service.children.models import Household
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.subjectaccess import actions as requests
from followthrough.service.subjectaccess.models import AskedBy

ENTERED_BY = "nora.quill"
LORNA, GWEN = "old-file", "older-file"


def enter() -> None:
    """At the clock’s time: the records manager typed them in. Then the letter comes."""
    by = viewer_of(Practitioner.objects.get(username=ENTERED_BY))
    _file(LORNA, "Lorna Pike", date(1979, 9, 14), "Station Terrace", "Maureen Pike", by)
    _seen(
        LORNA,
        "1986-03-11",
        "Seen at home with her mother after a neighbour rang. Warm and fed. No more was needed.",
        by,
    )
    _file(GWEN, "Gwen Arlott", date(1992, 7, 3), "Chapel Row", "Rita Arlott", by)
    _seen(GWEN, "1999-05-04", "Seen at school. She likes reading, and says that she is happy at home.", by)
    _seen(
        GWEN,
        "2000-02-17",
        "A neighbour, Mrs Applegarth, rang: the girl is out late. We went at eight, and she was in bed with a cold.",
        by,
    )
    words = "She told her therapist that she is afraid of the dark, and whom she blames."
    _seen(GWEN, "2000-06-21", words, by, record_class="therapeutic-notes")
    with acting(by):
        requests.enter(
            child_id=GWEN,
            asked_by=AskedBy.SELF,
            asker="Gwen Arlott",
            entitled_by="",
            scope="Everything about my time at Chapel Row",
            from_on=None,
            to_on=None,
            received_on=date(2013, 3, 26),
            by=by,
            identity="older-file-asks",
        )


def _file(identity: str, name: str, born_on: date, home: str, mother: str, by: Viewer) -> None:
    subject = Subject("child", identity)
    child = enter_child(about=About(name, born_on, "girl", "English", False), identity=identity)
    household = Household.objects.create(pk=f"{identity}-home", address_label=home)
    enter_member(child=child, household=household, on=born_on)
    enter_person(name=mother, household=household, relation="mother", on=born_on)
    access.involve(agency="social-care", team="front-door", subject=subject, reason="wrote her file on paper", by=by)
    joined: dict[str, type_of_value] = {"household": household.pk}
    record(
        [
            _event(subject, "child.born", born_on.isoformat(), {}),
            _event(subject, "household.joined", born_on.isoformat(), joined),
        ],
        by=by,
    )


def _seen(child: str, on: str, words: str, by: Viewer, record_class: str = "narrative") -> None:
    record([_event(Subject("child", child), "child.seen", on, {}, words, record_class)], by=by)


def _event(
    subject: Subject,
    kind: str,
    on: str,
    data: dict[str, type_of_value],
    text: str = "",
    record_class: str = "narrative",
) -> NewEvent:
    from_, to = parse_local_instant(on)
    return NewEvent(
        id=f"{subject.id}-{kind}-{on}",
        kind=kind,
        subject=subject,
        occurred_from=from_,
        occurred_to=to,
        data=data,
        text=text,
        record_class=record_class,
    )

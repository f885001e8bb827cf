"""What do the demo's agencies know of the three children besides the stories? Facts that start no duty.

One open question alone has a clock. The stories are the newsletter's, and stay as they are. Here stands what a 2 a.m.
page and a family's picture show beside them: how to talk with each child, who is safe, where a child may be. Every word
is invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from followthrough.procedures.language import parse_local_instant
from followthrough.procedures.model.event import Event, Known, Subject
from followthrough.service.demo.families import FAMILIES, One

KNOWN: tuple[One, ...] = (
    (
        "child-one",
        "talking.described",
        "2013-02-20 10:20",
        "community-nursing",
        {
            "language": "Polish",
            "interpreter_needed": True,
            "needs": "Short Polish sentences. She looks at her mother before she answers",
        },
    ),
    (
        "child-one",
        "safe-carer.named",
        "2012-06-11 11:00",
        "community-nursing",
        {
            "carer": "aunt-one",
            "who": "Ewa Sobczak",
            "relation": "her aunt, Ferry Road",
            "telephone": "01632 960990",
            "how": "The health visitor has met her twice. Nobody has checked her home",
        },
    ),
    (
        "child-one",
        "voice.heard",
        "2013-02-20 10:25",
        "community-nursing",
        {
            "words": "Mama śpi. (Mummy sleeps.)",
            "how": "in talk",
            "alone": False,
            "language": "Polish",
            "interpreter": "a family member",
            "why_family": "No interpreter could come that morning, and her father was there",
        },
    ),
    (
        "child-two",
        "talking.described",
        "2012-12-13 15:20",
        "camhs",
        {"language": "English", "interpreter_needed": False, "needs": "He talks best while walking. Ask him straight"},
    ),
    (
        "child-two",
        "limit.set",
        "2013-02-21 14:00",
        "social-care",
        {
            "limit": "leave-two",
            "who": "Out of the home by himself",
            "decision": "only while somebody watches",
            "reason": "He has spoken of suicide",
        },
    ),
    (
        "child-two",
        "safe-carer.named",
        "2013-02-21 14:10",
        "social-care",
        {
            "carer": "gran-two",
            "who": "Patricia Reeve",
            "relation": "his grandmother",
            "telephone": "01632 960991",
            "how": "His social worker visited her on 14 February",
        },
    ),
    (
        "child-two",
        "voice.heard",
        "2013-03-06 15:20",
        "social-care",
        {
            "words": "I only want to know how long I am here for.",
            "how": "in talk",
            "alone": True,
            "interpreter": "none was needed",
        },
    ),
    (
        "child-three",
        "talking.described",
        "2012-02-27 10:30",
        "community-nursing",
        {
            "language": "English",
            "interpreter_needed": False,
            "needs": "Single words and Makaton signs. Give him time and pictures",
        },
    ),
    (
        "child-three",
        "voice.heard",
        "2012-12-14 10:20",
        "community-nursing",
        {
            "words": "Signs “school” and “friend”, and points at the door.",
            "how": "in signs",
            "alone": True,
            "language": "Makaton",
            "interpreter": "independent interpreter",
        },
    ),
    (
        "child-three",
        "question.asked",
        "2012-12-17 09:30",
        "social-care",
        {
            "question": "asked-three",
            "words": "Where does he sleep, and who helps him at night?",
            "what_else": "We have his parents’ word for it, and nobody has seen his room",
            "answers_agency": "community-nursing",
            "answers_team": "childrens-nursing",
        },
    ),
    *FAMILIES,
)


def events(until: datetime) -> Iterator[Event]:
    """As their agencies recorded them, the same at every load."""
    for number, (child, kind, at, agency, data) in enumerate(KNOWN, 1):
        from_, to = parse_local_instant(at)
        if to <= until:
            known = {agency: (Known(to, to),)}
            yield Event(
                id=f"known-{number:02}",
                kind=kind,
                subject=Subject("child", child),
                agency=agency,
                occurred_from=from_,
                occurred_to=to,
                recorded_at=to,
                data=dict(data),
                known=known,
            )

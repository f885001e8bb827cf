"""Fictional examples of every component in every state. People, places and numbers are invented."""

from __future__ import annotations

import datetime as dt
from typing import Any

from followthrough.service.design import dates
from followthrough.service.design.components import (
    Action,
    Cell,
    DutyCard,
    EmptyState,
    Path,
    Row,
    Step,
    Table,
    Tag,
    TimelineEntry,
    Why,
)
from followthrough.service.design.dates import LONDON, clock, when, when_short

NOW = dt.datetime(2013, 3, 28, 20, 15, tzinfo=LONDON)
TAGS = (
    Tag("Overdue", "overdue"),
    Tag("Due soon", "soon"),
    Tag("Due", "due"),
    Tag("Waiting", "waiting"),
    Tag("Done", "done"),
    Tag("Signal", "signal"),
    Tag("For information"),
)


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> dt.datetime:
    return dt.datetime(2013, month, day, hour, minute, tzinfo=LONDON)


def context() -> dict[str, Any]:
    return {
        "tags": TAGS,
        "duties": duties(),
        "paths": paths(),
        "timeline": story(),
        "rows": summary(),
        "table": table(),
        "empty_table": Table("Shares that came back", ("To", "Reason"), (), "No share came back."),
        "empty": EmptyState(
            "You owe nothing tonight",
            "New work for your team appears here as soon as it comes.",
            Action("Share information", "#share", kind="primary"),
        ),
        "dated": when(at(28, 17, 30)),
        "late_tag": TAGS[0],
        "now": NOW,
        "due_at": at(2, 17, month=4),
    }


def actions(child: str) -> tuple[Action, ...]:
    about = f"about {child}"
    return (
        Action("Take this", "#take", about, "primary", posts=True),
        Action("Not ours", "#not-ours", about),
        Action("This is wrong, because…", "#wrong", about),
    )


def duties() -> tuple[DutyCard, ...]:
    return (
        DutyCard(
            "Say who has received the urgent concern",
            "#duty-1",
            "Zofia N., born 4 May 2009",
            "Children’s social care, out-of-hours team",
            clock(at(28, 18, 30), NOW),
            child_href="#child-1",
            why=receipt_rule(),
            actions=actions("Zofia N."),
            tag=Tag("Raised with the manager", "signal"),
        ),
        DutyCard(
            "Decide what will be done, and tell the ward",
            "#duty-2",
            "Zofia N., born 4 May 2009",
            "Children’s social care, out-of-hours team",
            clock(at(28, 21, 5), NOW),
            child_href="#child-1",
            taken_by="Ewan Marsh, duty social worker",
            actions=(
                Action("Record what you did", "#act", "about Zofia N.", "primary"),
                Action("Hand over", "#hand", "about Zofia N.", "secondary"),
            ),
        ),
        DutyCard(
            "Tell the school what was decided",
            "#duty-3",
            "Callum R., born 19 October 2001",
            "Triage team",
            clock(at(2, 17, month=4), NOW),
            child_href="#child-2",
            taken_by="Ruth Adeyemi",
            clock_note="Good Friday, the weekend and Easter Monday are not counted.",
        ),
    )


def receipt_rule() -> Why:
    return Why(
        "The ward sent an urgent concern. Somebody by name must say that they have it.",
        sum=(
            "Sent on Thursday 28 March 2013 at 17:30.",
            "Urgent concerns: 1 clock hour, day or night.",
            "So it was due on Thursday 28 March 2013 at 18:30.",
        ),
        evidence=("Share W-2041 from Wealdshire General, ward 4",),
        source="Passing it on is not enough: check that it was received and acted on (rule 1)",
        source_href="#source",
        confidence="Certain: both times come from this service’s own clock.",
    )


def paths() -> tuple[Path, ...]:
    return (
        Path(
            "Children’s social care, out-of-hours team",
            (
                Step("Sent", "done", "Maria Lind, ward 4", when_short(at(28, 17, 30))),
                Step(
                    "Received",
                    "overdue",
                    "Nobody has said so yet",
                    clock(at(28, 18, 30), NOW),
                    "Raised with the team’s manager",
                ),
                Step("Accepted or redirected", "later"),
                Step("Acted", "later"),
                Step("Confirmed", "later"),
            ),
            "Nobody has taken this yet. You can ring them and record it here.",
            TAGS[0],
        ),
        Path(
            "Police, child protection unit",
            (
                Step("Sent", "done", "Maria Lind, ward 4", when_short(at(28, 17, 30))),
                Step("Received", "done", "PC Idris Vaughan", when_short(at(28, 17, 48))),
                Step(
                    "Accepted",
                    "done",
                    "Sgt Anna Holt",
                    when_short(at(28, 18, 20)),
                    "“We will visit tonight.”",
                ),
                Step("Acted", "waiting", "Sgt Anna Holt", clock(at(28, 22), NOW)),
                Step("Confirmed", "later"),
            ),
            "Sgt Anna Holt has it. She will visit tonight.",
            TAGS[3],
        ),
        Path(
            "Oakfield Primary School",
            (
                Step("Sent", "done", "Maria Lind, ward 4", when_short(at(28, 17, 30))),
                Step("Received", "done", "Tom Price, safeguarding lead", when_short(at(28, 17, 41))),
            ),
            "This was for information. It is finished.",
            TAGS[4],
        ),
    )


def story() -> tuple[TimelineEntry, ...]:
    return (
        TimelineEntry(
            "Seen alone outside the house",
            when(at(30, 9, 10)),
            "call from a neighbour",
            "No coat, no adult in sight. She said: “Mama sleeps.”",
            "#event-1",
            "Police",
            TAGS[5],
        ),
        TimelineEntry(
            "Brought to hospital with a cut to the hand",
            when(at(28, 16, 50)),
            "Dr Lena Osei",
            agency="Hospital",
            href="#event-2",
        ),
        TimelineEntry(
            "Visit by the health visitor",
            dates.When("Early March 2013, day not known"),
            "Jo Carne",
            "Nobody answered the door.",
            agency="Community nursing",
        ),
    )


def summary() -> tuple[Row, ...]:
    return (
        Row("About", "Zofia N., born 4 May 2009", href="#child-1"),
        Row(
            "What you share",
            values=("She was brought in with a cut to the hand.", "Her mother smelled of alcohol."),
            actions=(Action("Change", "#what", "what you share"),),
        ),
        Row(
            "How soon",
            "Now: she may not be safe tonight",
            tag=TAGS[1],
            actions=(Action("Change", "#soon", "how soon"),),
        ),
    )


def table() -> Table:
    return Table(
        "What your team is waiting for",
        ("Child", "Asked of", "Sent", "State"),
        (
            (
                Cell("Zofia N.", "#child-1"),
                "Out-of-hours team",
                Cell(when=dates.When("28 Mar 2013, 17:30")),
                Cell(tag=TAGS[0]),
            ),
            (
                Cell("Callum R.", "#child-2"),
                "CAMHS",
                Cell(when=dates.When("26 Mar 2013, 10:05")),
                Cell(tag=TAGS[3]),
            ),
            (
                Cell("Jamie T.", "#child-3"),
                "Adult services, transitions team",
                Cell(when=dates.When("22 Mar 2013, 15:40")),
                Cell(tag=TAGS[4]),
            ),
        ),
    )

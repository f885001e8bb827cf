"""How is a replay said in plain words? Headlines, gaps and spans of time; the same for terminal and page."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from followthrough.procedures.calendars import Calendar, in_words
from followthrough.procedures.explain.pieces import Pieces, pieces_words
from followthrough.procedures.explain.words import agency_words, count_words, listed, upper
from followthrough.procedures.model.answer import DutyState
from followthrough.procedures.model.event import POOLED
from followthrough.replay.asking import Question
from followthrough.replay.replaying import Replay

MISSED = (DutyState.BREACHED,)
LATE = (DutyState.MET_LATE,)
OPEN = (DutyState.OPEN,)
DONE = (DutyState.MET, DutyState.MET_RECORDED_LATE)
SET_ASIDE = (DutyState.EXCUSED, DutyState.SUPERSEDED)


class Group(NamedTuple):
    """Duties that ended alike: how the page calls them and what that means."""

    key: str
    title: str
    meaning: str
    states: tuple[DutyState, ...]


GROUPS = (
    Group("missed", "Missed", "The deadline passed, and it was still not done.", MISSED),
    Group("late", "Done late", "It was done, but after the deadline.", LATE),
    Group("open", "Still in time", "It is owed, and the deadline has not come.", OPEN),
    Group("done", "Done in time", "It was done by the deadline.", DONE),
    Group("aside", "Set aside", "It was excused, or what made it was taken back.", SET_ASIDE),
)
STATE_WORDS = {
    DutyState.OPEN: "still in time",
    DutyState.MET: "done in time",
    DutyState.MET_LATE: "done late",
    DutyState.MET_RECORDED_LATE: "done in time, recorded late",
    DutyState.BREACHED: "overdue",
    DutyState.EXCUSED: "excused",
    DutyState.SUPERSEDED: "replaced",
}


def when(instant: datetime, calendar: Calendar) -> str:
    return in_words(calendar.local(instant))


def day(instant: datetime, calendar: Calendar) -> str:
    """14 June 2011"""
    on = calendar.local(instant).date()
    return f"{on.day} {on:%B} {on.year}"


def stretch(start: datetime, end: datetime | None, calendar: Calendar) -> str:
    """from 14 June 2011 until 2 April 2013"""
    until = f"until {day(end, calendar)}" if end else "and still stands"
    return f"from {day(start, calendar)} {until}"


def eyes(question: Question) -> str:
    if question.perspective == POOLED:
        return "everything that any agency had on record"
    return f"only what {agency_words(question.perspective, question.rulebook.vocabulary)} knew"


def rulebook_words(question: Question) -> tuple[str, str]:
    """Which rulebook was asked, and why that one."""
    if question.rulebook_of == "then":
        return (
            "the rulebook as it stood at the time",
            "A rule counts only for what happened while it was in force.",
        )
    return (
        "today’s rulebook",
        "The newsletter’s own advice came after these events, so its rules were not in force then. "
        "This asks what today’s rules would have asked of each agency.",
    )


def headline(told: Replay) -> list[str]:
    """The answer in a few sentences."""
    total = len(told.duties)
    if not total:
        first = "No duty arose."
    else:
        counted = [(len(told.having(*group.states)), group) for group in GROUPS]
        first = f"{upper(count_words(total, 'duty', 'duties'))} arose. {_counted(counted)}"
    patterns = len(told.patterns)
    second = f"{upper(count_words(patterns, 'pattern'))} came up that people should have met about." if patterns else ""
    return [each for each in (first, second) if each]


_SAID = {
    "missed": "missed and still not done",
    "late": "done late",
    "open": "still in time",
    "done": "done in time",
    "aside": "set aside",
}


def _counted(counted: list[tuple[int, Group]]) -> str:
    said = [f"{upper(count_words(number, 'was', 'were'))} {_SAID[group.key]}" for number, group in counted if number]
    return ". ".join(said) + "."


def gap_sentences(pieces: Pieces, told: Replay) -> list[str]:
    """Who held enough, and when: all together, then each alone."""
    calendar, vocabulary = told.calendar, told.vocabulary
    sentences = [f"Agencies together held enough on {day(pieces.pooled_at, calendar)}."]
    knew = sorted((at, agency) for agency, at in pieces.by_agency.items() if at is not None)
    for at, agency in knew:
        sentences.append(f"{agency_words(agency, vocabulary)} alone held enough on {day(at, calendar)}.")
    never = [agency_words(agency, vocabulary) for agency, at in pieces.by_agency.items() if at is None]
    if never and not knew:
        sentences.append("No agency alone ever did.")
    elif never:
        sentences.append(f"{listed(never, 'and')} alone never did.")
    return [*sentences, pieces_words(pieces, calendar)]

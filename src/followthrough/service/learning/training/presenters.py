"""How does training read: sessions, reach against who needs it, and what those who came said?

Small numbers are not told: in a small team, or where only a few are left, a count would point at people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from followthrough.service.core.suppressing import LEAST
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Row, Table, Tag
from followthrough.service.learning.training import queries
from followthrough.service.learning.training.models import Answer, Course, Register, Session, Stage, Use
from followthrough.service.learning.training.queries import Reach

Names = Mapping[str, str]


@dataclass(frozen=True)
class Said:
    """What was said at one stage. `is_open` while it is asked."""

    stage: Stage
    table: Table
    words: tuple[str, ...]
    is_open: bool

    @property
    def when(self) -> str:
        return _slug(self.stage)


def course_table(courses: Iterable[Course], names: Names) -> Table:
    rows = tuple(
        (
            Cell(each.title, href=reverse("training:course", args=[each.pk])),
            names.get(each.taught_by, each.taught_by),
            Cell(str(len(each.audiences.all())), is_number=True),
            Cell(str(len(each.sessions.all())), is_number=True),
        )
        for each in courses
    )
    return Table("Courses", ("Course", "Given by", "Groups", "Sessions"), rows, "No course is planned yet.")


def asked_links(waiting: Iterable[tuple[Session, Stage]]) -> list[tuple[str, str]]:
    return [
        (
            f"{held.course.title}, {dates.in_short(held.begins_at)}: {stage.label.lower()}",
            reverse("training:answer", args=[held.pk, _slug(stage)]),
        )
        for held, stage in waiting
    ]


def course_rows(course: Course, recommendation: Row, names: Names) -> list[Row]:
    return [
        Row("Given by", names.get(course.taught_by, course.taught_by)),
        recommendation,
        *([Row("About", course.words)] if course.words else []),
        *([Row("Ended", dates.in_short(course.ended_at))] if course.ended_at else []),
    ]


def reach_table(found: Iterable[Reach], names: Names) -> Table:
    rows = tuple(
        (
            f"{each.audience.team}, {names.get(each.audience.agency, each.audience.agency)}",
            Cell(tag=Tag("Comes first", "soon")) if each.audience.is_priority else "–",
            Cell(str(each.audience.headcount), is_number=True),
            Cell(*reached_words(each.came, each.audience.headcount)),
        )
        for each in found
    )
    head = ("Group", "Order", "Who need it", "Reached")
    return Table("Reach against who needs it", head, rows, "Nobody is named yet.", is_caption_hidden=True)


def reached_words(came: int, headcount: int) -> tuple[str]:
    """In a team of fewer than five nothing is told but all or not all; in others the ends are left unsharp."""
    if came >= headcount:
        return ("All",)
    if headcount < LEAST:
        return ("Not all",)
    if came == 0:
        return ("None yet",)
    if came < LEAST:
        return (f"Fewer than {LEAST}",)
    if headcount - came < LEAST:
        return ("All but a few",)
    return (f"{came} ({queries.percent(came, headcount)} %)",)


def session_table(sessions: Iterable[Session]) -> Table:
    rows = tuple(
        (
            Cell(dates.in_short(each.begins_at), href=reverse("training:session", args=[each.pk])),
            each.place,
            each.by_whom,
            Cell(tag=Tag("Held", "done") if each.held_event else Tag("Planned", "neutral")),
        )
        for each in sessions
    )
    return Table(
        "Sessions",
        ("When", "Where", "By whom", "How it stands"),
        rows,
        "No session is planned yet.",
        is_caption_hidden=True,
    )


def session_rows(session: Session) -> list[Row]:
    return [
        Row("When", dates.in_words(session.begins_at)),
        Row("Where", session.place),
        Row("By whom", session.by_whom),
        Row("How it stands", "Held" if session.held_event else "Planned. No register has come yet"),
    ]


def came_table(came: Mapping[tuple[str, str], int], names: Names) -> Table:
    rows = tuple(
        (f"{team}, {names.get(agency, agency)}", Cell(str(number) if number >= LEAST else f"Fewer than {LEAST}"))
        for (agency, team), number in sorted(came.items())
    )
    return Table("Who came, by team", ("Team", "How many"), rows, "No register has come yet.", is_caption_hidden=True)


def preview_table(register: Register, names: Names) -> Table:
    """A team that no group of the course is called after counts for none: the table says so before it comes in."""
    named = {(each.agency, each.team.lower()) for each in register.session.course.audiences.all()}
    counted = Counter((agency, team) for _, agency, team in register.rows)
    rows = tuple(
        (
            f"{team}, {names.get(agency, agency)}",
            Cell(str(number), is_number=True),
            "Yes" if (agency, team.lower()) in named else Cell("", tag=Tag("No group has this name", "due")),
        )
        for (agency, team), number in sorted(counted.items())
    )
    return Table(
        "What would come in",
        ("Team", "Rows", "Is it a group of this course?"),
        rows,
        "No row can come in as it is.",
        is_caption_hidden=True,
    )


def said(answers: Mapping[Stage, list[Answer]], is_open: Iterable[Stage]) -> list[Said]:
    """The words stand in no order of time, so that they say nothing of who wrote them."""
    asked = set(is_open)
    return [
        Said(
            stage,
            _said_table(stage, answers.get(stage), is_open=stage in asked),
            tuple(sorted(each.words for each in answers.get(stage, ()) if each.words)),
            stage in asked,
        )
        for stage in Stage
        if stage in asked or stage in answers
    ]


def _said_table(stage: Stage, answers: list[Answer] | None, *, is_open: bool) -> Table:
    counted = Counter(each.use for each in answers or ())
    asked = "Was it of use?" if stage is Stage.AFTER else "Have you used it?"
    rows = tuple((each.label, Cell(str(counted[each.value]), is_number=True)) for each in Use) if answers else ()
    few = f"Fewer than {LEAST} answered, so what they said is not shown."
    later = f"Answers are coming in. They are shown when this has been written down, if {LEAST} or more have answered."
    empty = "Nobody has answered yet." if answers is None else later if is_open else few
    return Table(asked, ("Answer", "How many"), rows, empty)


def _slug(stage: Stage) -> str:
    return "later" if stage is Stage.LATER else "now"

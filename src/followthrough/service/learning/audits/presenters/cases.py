"""How does an audit of cases read? How it was drawn, so that anybody can draw again; each case; what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse

from followthrough.service.core.suppressing import HIDDEN, hidden_in_line, is_small
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Row, Table, Tag
from followthrough.service.learning.audits import policies
from followthrough.service.learning.audits.models import AuditFinding, CaseAudit, Reading, Sampled, Strata, Topic

Drawable = Sequence[str]  # stratum and duty
_TAGS: dict[str, Tag] = {
    Reading.WELL: Tag("Done well", "done"),
    Reading.PARTLY: Tag("Done in part", "soon"),
    Reading.NOT_DONE: Tag("Not done", "overdue"),
    "": Tag("Not read yet", "due"),
}


def audits_table(found: Iterable[CaseAudit]) -> Table:
    rows = tuple(
        (
            Cell(each.title, reverse("audits:audit", args=[each.pk])),
            str(Topic(each.topic).label),
            Cell("", tag=Tag("Reported", "done") if each.reported_at else Tag("Cases are read", "waiting")),
        )
        for each in found
    )
    return Table("Audits of cases", ("Title", "Topic", "How it stands"), rows, "No cases have been drawn.")


def rows_of(viewer: Viewer, audit: CaseAudit, titles: Mapping[str, str]) -> list[Row]:
    """How many cases each part has is of other agencies too: it is told to whoever draws, and to nobody else."""
    draws = policies.can_draw(viewer)
    frame = audit.frame.cases if draws else []
    drawn_from = f"{titles.get(audit.procedure, audit.procedure)}, due from {dates.day_in_words(audit.since)} to "
    rows = [
        Row("What is asked of each case", audit.question),
        Row("Drawn from", f"{drawn_from}{dates.day_in_words(audit.until)}{_of_all(frame) if draws else ''}"),
        Row("How", f"By chance. {Strata(audit.strata).label}.{_parts(audit, frame) if draws else ''}"),
        Row("Drawn", dates.in_words(audit.drawn_at)),
        Row("To draw again", f"Seed {audit.seed}. The frame is kept; its digest is {audit.digest}"),
    ]
    if audit.reported_at:
        rows.append(Row("Result", f"{audit.report} ({dates.in_words(audit.reported_at)})"))
    return rows


def _of_all(frame: Sequence[Drawable]) -> str:
    return f": {HIDDEN if is_small(len(frame)) else _cases(len(frame))}"


def _parts(audit: CaseAudit, frame: Sequence[Drawable]) -> str:
    """How many of each part were drawn. The sum is told, so a small part is hidden, and another one with it."""
    sizes = sorted(Counter(stratum for stratum, _ in frame).items())
    hidden = hidden_in_line([size for _, size in sizes])
    return " " + "; ".join(
        f"{name}: {HIDDEN if n in hidden else f'{min(audit.each, size)} of {size}'}"
        for n, (name, size) in enumerate(sizes)
    )


def cases_table(viewer: Viewer, audit: CaseAudit, found: Sequence[Sampled], titles: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            Cell(f"Case {each.number}", _leads(viewer, audit, each)),
            each.stratum,
            titles.get(each.agency, each.agency),
            Cell("", tag=_TAGS[each.reading]),
            each.words,
        )
        for each in found
    )
    return Table("Cases", ("Case", "Part", "Who reads it", "How it was done", "What was seen"), rows)


def _leads(viewer: Viewer, audit: CaseAudit, case: Sampled) -> str:
    if audit.reported_at or not policies.can_read_case(viewer, case):
        return ""
    return reverse("audits:read", args=[audit.pk, case.number])


def _cases(number: int) -> str:
    return f"{number:,} case{'' if number == 1 else 's'}"


def summed(found: Sequence[Sampled]) -> str:
    """In numbers, and no percentage of a few."""
    counts = Counter(each.reading for each in found)
    said = ", ".join(f"{counts[value]} {label.lower()}" for value, label in Reading.choices)
    return f"{_cases(len(found))}: {said}, {counts['']} not read yet."


def findings_table(audit: CaseAudit, found: Iterable[AuditFinding], *, may_ask: bool) -> Table:
    rows = tuple(
        (each.theme.title, str(each.get_side_display()), each.words, _asked(audit, each, may_ask=may_ask))
        for each in found
    )
    return Table("What was found", ("Theme", "Side", "Finding", "Recommendation"), rows, "Nothing is written yet.")


def _asked(audit: CaseAudit, each: AuditFinding, *, may_ask: bool) -> Cell:
    if each.recommendation:
        return Cell(each.recommendation, reverse("recommendations:recommendation", args=[each.recommendation]))
    return Cell("Ask for something", reverse("audits:ask", args=[audit.pk, each.pk])) if may_ask else Cell("None")

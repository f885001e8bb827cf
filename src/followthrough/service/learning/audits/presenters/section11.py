"""How does the cycle of section 11 read? Who owes what by when, and one audit by its standards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.urls import reverse

from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Row, Table, Tag
from followthrough.service.learning.audits.models import Grade, SelfAudit
from followthrough.service.learning.audits.queries.reading import Member
from followthrough.service.learning.audits.standards import STANDARDS

_TONES: dict[str, Tag] = {
    Grade.MET: Tag("Met", "done"),
    Grade.PARTLY: Tag("Partly met", "soon"),
    Grade.NOT_MET: Tag("Not met", "overdue"),
}


def state_of(audit: SelfAudit) -> Tag:
    if audit.feedback_at:
        return Tag("Feedback given", "done")
    if audit.challenged_at:
        return Tag("Gone through: feedback is owed", "waiting")
    if audit.returned_at:
        return Tag("Sent: the Board goes through it", "waiting")
    return Tag(f"Begun: {len(audit.answers)} of {len(STANDARDS)} answered", "due")


def members_table(found: Iterable[Member], now: datetime) -> Table:
    rows = tuple(_member(each, now) for each in found)
    return Table(
        "Agencies in the partnership", ("Agency", "Its audit of itself", "Next one due"), rows, "There is none."
    )


def _member(each: Member, now: datetime) -> tuple[Cell | str, ...]:
    title = each.agency.title
    if not each.has_joined:
        return title, Cell("Begin its cycle", reverse("audits:join", args=[each.agency.pk])), "No clock runs"
    due = dates.clock_words(datetime.fromisoformat(each.due_at), now) if each.due_at else "No clock runs"
    return title, audit_cell(each.latest) if each.latest else Cell("None yet"), due


def audit_cell(audit: SelfAudit) -> Cell:
    day = dates.in_short(audit.returned_at or audit.began_at)
    return Cell(
        f"{'Sent' if audit.returned_at else 'Begun'} {day}", reverse("audits:self", args=[audit.pk]), state_of(audit)
    )


def own_table(found: Iterable[SelfAudit]) -> Table:
    return Table(
        "Your agency’s audits of itself", ("Audit",), tuple((audit_cell(each),) for each in found), "None yet."
    )


def standards_table(audit: SelfAudit, *, may_answer: bool) -> Table:
    rows = []
    for each in STANDARDS:
        said = audit.answers.get(each.slug)
        href = reverse("audits:standard", args=[audit.pk, each.slug]) if may_answer else ""
        if said is None:
            rows.append((Cell(each.title, href), Cell("", tag=Tag("Not answered", "due")), "", ""))
        else:
            rows.append((Cell(each.title, href), Cell("", tag=_TONES[said["grade"]]), said["evidence"], said["action"]))
    return Table("By standard", ("Standard", "Grade", "What shows it", "What will be done"), tuple(rows))


def rows_of(audit: SelfAudit, names: Mapping[str, str]) -> list[Row]:
    rows = [Row("Agency", audit.agency.title), Row("Begun", dates.in_words(audit.began_at))]
    if audit.returned_at:
        rows.append(
            Row("Sent", f"{dates.in_words(audit.returned_at)}, signed by {names.get(audit.signed_by, 'somebody')}")
        )
    if audit.challenged_at:
        rows.append(Row("What was asked and agreed", f"{audit.challenge} ({dates.in_words(audit.challenged_at)})"))
    if audit.feedback_at:
        rows.append(Row("Feedback", f"{audit.feedback} ({dates.in_words(audit.feedback_at)})"))
    return rows

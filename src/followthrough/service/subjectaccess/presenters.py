"""How do requests, their parts and what was decided about them read?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import reverse

from followthrough.service.attachments.presenters import size_words
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Row, Table, Tag
from followthrough.service.subjectaccess import packs, reasons
from followthrough.service.subjectaccess.folders import Folder
from followthrough.service.subjectaccess.models import AskedBy, Decision, Request
from followthrough.service.subjectaccess.queries import Part


def requests_table(found: Iterable[Request]) -> Table:
    rows = tuple(
        (
            Cell(each.reference, href=reverse("subjectaccess:request", args=[each.pk])),
            each.asker,
            dates.short_day(each.received_on),
            Cell(tag=step_of(each)),
        )
        for each in found
    )
    return Table(
        "Open requests", ("Reference", "Who asks", "It came on", "How far"), rows, "Nobody waits for an answer."
    )


def step_of(found: Request) -> Tag:
    if not found.is_open:
        return Tag(found.get_outcome_display(), "done")
    if found.approved_at:
        return Tag("Ready to be given", "due")
    if found.is_prepared:
        return Tag("Being read over", "waiting")
    if found.identity_checked_at is None:
        return Tag("Who they are is not checked", "due")
    return Tag("Being prepared", "waiting")


def request_rows(found: Request, names: Mapping[str, str], whose: str) -> tuple[Row, ...]:
    span = " to ".join(dates.short_day(each) for each in (found.from_on, found.to_on) if each)
    rows = [
        Row("Whose record", whose or "You see the name when you take it on"),
        Row("Who asks", f"{found.asker}: {AskedBy(found.asked_by).label.lower()}"),
        Row("Came on", dates.day_in_words(found.received_on)),
        Row("What they want", values=tuple(filter(None, (found.scope or "Everything", span)))),
        Row("How far", tag=step_of(found)),
    ]
    if found.entitled_by:
        rows.append(Row("May ask because", found.entitled_by))
    if found.identity_checked_at:
        who = names.get(found.identity_checked_by, found.identity_checked_by)
        rows.append(Row("Who they are", values=(found.identity_shown, f"Checked by {who}")))
    if found.extended_at:
        rows.append(Row("Told that it takes longer", dates.in_words(found.extended_at)))
    if found.prepared_at:
        rows.append(Row("Prepared by", names.get(found.prepared_by, found.prepared_by)))
    if found.second_id:
        rows.append(Row("Read over by", names.get(found.second_id, found.second_id)))
    if found.sent_back:
        rows.append(Row("Sent back because", found.sent_back))
    return tuple(rows)


def parts_table(found: Request, parts: Iterable[Part], decisions: Mapping[str, Decision]) -> Table:
    rows = tuple(
        (
            Cell(each.title, href=reverse("subjectaccess:part", args=[found.pk, each.key])),
            each.when,
            each.by,
            Cell(tag=decision_tag(decisions.get(each.key))),
        )
        for each in parts
    )
    return Table("What is held", ("What", "When", "Who wrote it", "Decided"), rows, "Take the request on to see it.")


def folder_links(found: Request, made: list[Folder]) -> list[tuple[str, str]]:
    """Address and words of each folder of files."""
    named = [("the document and " if each.number == 1 else "") + files_words(len(each.files)) for each in made]
    return [
        (reverse("subjectaccess:folder", args=[found.pk, each.number]), f"Get {said} (ZIP, {size_words(each.size)})")
        for each, said in zip(made, named, strict=True)
    ]


def files_words(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


def decision_tag(decision: Decision | None) -> Tag:
    if decision is None:
        return Tag("Not decided", "due")
    if decision.withheld:
        return Tag("Kept back", "overdue")
    return Tag("Some words taken out", "soon") if decision.passages else Tag("To be given", "done")


def decision_rows(part: Part, decision: Decision) -> tuple[Row, ...]:
    """What the second person reads: how it will look, and why."""
    given = packs.shown(part, decision)
    reason = reasons.BY_CODE.get(decision.code)
    rows = [Row("What is given", values=given.lines if given else ("Nothing of it",))]
    if reason:
        rows += [Row("Why", values=(reason.told, reason.source)), Row("To ask oneself", reason.asks)]
    return tuple(rows + ([Row("Note", decision.note)] if decision.note else []))

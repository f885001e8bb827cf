"""How does a case example read, and what in it could give the child away?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Row, Table, Tag
from followthrough.service.design.wordfile import Part
from followthrough.service.learning.commissioning.models import PARTS, CaseExample
from followthrough.service.learning.commissioning.presenters.figures import tier_words
from followthrough.service.learning.commissioning.queries.examples import Gap
from followthrough.service.learning.newsletter.disclosure import MUST_GO, Hit

NOTE = "A case example without names, for those who plan and pay for services. Do not try to find out who it is."


def state_of(example: CaseExample) -> Tag:
    if example.replied_at:
        return Tag("Answered", "done")
    return Tag("Released, waits for an answer", "waiting") if example.released_at else Tag("Not released yet", "soon")


def examples_table(found: Iterable[CaseExample]) -> Table:
    rows = tuple(
        (
            Cell(each.title, reverse("commissioning:example", args=[each.key])),
            tier_words(each.tier),
            Cell("", tag=state_of(each)),
        )
        for each in found
    )
    return Table(
        "Case examples", ("Title", "Help that was missing", "How it stands"), rows, "There is none that you may read."
    )


def parts_of(example: CaseExample) -> list[tuple[str, str]]:
    return [(title, example.words.get(name, "")) for name, title in PARTS.items()]


def rows_of(example: CaseExample, names: Mapping[str, str], agencies: Mapping[str, str]) -> list[Row]:
    rows = [
        Row("Help that was missing", tier_words(example.tier)),
        Row("For", agencies.get(example.commissioner, example.commissioner)),
        Row("Written by", _who(names, example.written_by, example.written_at)),
    ]
    if example.stays_because and not example.released_at:
        rows.append(Row("Why the rest may stay", example.stays_because))
    if example.corrects:
        href = reverse("commissioning:example", args=[example.corrects.key])
        rows.append(Row("Puts right", f"What was wrong in example {example.corrects.key}", href=href))
    if example.released_at:
        rows.append(Row("Released by", _who(names, example.released_by, example.released_at)))
    if example.replied_at:
        rows.append(Row("What will change", f"{example.reply} ({_who(names, example.replied_by, example.replied_at)})"))
    return rows


def _who(names: Mapping[str, str], person: str, at: Any) -> str:
    return f"{names.get(person, 'somebody')}, {dates.in_short(at)}"


def hits_table(found: Iterable[Hit]) -> Table:
    rows = tuple(
        (
            Cell(each.what),
            f"{each.rule.value.capitalize()}. {each.why}",
            "Must go." if each.rule in MUST_GO else "Take it out, or say why it stays.",
            each.milder if each.milder is not None else "Find other words",
        )
        for each in found
    )
    head = ("Words", "What they give away", "What to do", "Milder words")
    return Table(
        "What could give the child away", head, rows, "No rule finds anything. A person still reads all of it."
    )


def gaps_table(child_id: str, found: Iterable[Gap]) -> Table:
    rows = tuple(
        (
            Cell(str(each.event.data.get("words") or "No words")),
            tier_words(int(each.event.data.get("tier") or 0)),
            _leads(child_id, each),
            _correction(child_id, each),
        )
        for each in found
    )
    head = ("What the child needed and did not get", "Tier", "Case example", "If it was wrong")
    return Table("Gaps between services", head, rows, "Nobody has written down a gap.", is_caption_hidden=True)


def _leads(child_id: str, gap: Gap) -> Cell:
    if gap.example is None:
        return Cell("Write the case example", reverse("commissioning:write", args=[child_id, gap.event.pk]))
    return Cell(gap.example.title, reverse("commissioning:example", args=[gap.example.key]), tag=state_of(gap.example))


def _correction(child_id: str, gap: Gap) -> Cell:
    if gap.example is None or gap.example.released_at is None:
        return Cell("")
    return Cell("Write a correction", reverse("commissioning:write", args=[child_id, gap.event.pk]))


def for_pdf(example: CaseExample) -> dict[str, Any]:
    sections = [{"title": title, "said": [words], "grids": []} for title, words in parts_of(example)]
    return {"title": example.title, "note": NOTE, "lines": [tier_words(example.tier)], "sections": sections}


def for_word(example: CaseExample) -> list[Part]:
    return [Part(title, [words]) for title, words in parts_of(example)]

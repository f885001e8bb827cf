"""What does a copy say? What its reader sees on the page, how it may be handled, and who made which copy when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from followthrough.procedures.model.event import Subject
from followthrough.service.access.models import RecordClass
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import titles
from followthrough.service.caseload import elsewhere
from followthrough.service.core import audit, clock
from followthrough.service.core.ids import reference
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.design.components import Row
from followthrough.service.ledger import same
from followthrough.service.ledger.models.event import Handling

STANDS = "What changes later in Followthrough is not in this copy."


@dataclass(frozen=True)
class Part:
    """A heading with lines under it; without a title, what stands first."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Copy:
    title: str
    handling: str
    number: str
    made: str
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """As it is pasted into another system: plain lines, each under its word."""
        lines = [self.title, f"Handling: {self.handling}", ""]
        for part in self.parts:
            lines += [part.title.upper()] if part.title else []
            lines += [f"{row.key}: {_joined(row)}" for row in part.rows]
            lines.append("")
        return "\n".join([*lines, self.made, STANDS])

    @property
    def data(self) -> dict[str, Any]:
        """For the paper."""
        parts = [
            {"title": part.title, "rows": [{"key": row.key, "values": list(_values(row))} for row in part.rows]}
            for part in self.parts
        ]
        return {"title": self.title, "handling": self.handling, "parts": parts, "made": self.made, "stands": STANDS}


def made(*, title: str, handling: str, parts: Iterable[Part], by: Viewer, of: str, subject: Subject | None) -> Copy:
    """Numbered and written down before anybody has it."""
    number, now = reference(), clock.now()
    audit.record("copy.made", by=by, subject=subject, detail={"of": of, "copy": number})
    person = Practitioner.objects.select_related("agency").filter(pk=by.practitioner_id).first()
    known = titles()
    team = known.get(by.teams[0], "") if by.teams else ""
    who = ", ".join(filter(None, (person.name if person else by.username, team, known.get(by.agency, by.agency))))
    words = f"Copy {number}, made {dates.in_words(now)} by {who}."
    return Copy(title, handling, number, words, tuple(part for part in parts if part.rows))


def child_part(child_id: str, name: str, born: str) -> Part:
    """Whom it is about, with the numbers by which other systems know the child, and what their lists say."""
    known = titles()
    rows = [Row("Child", name), Row("Born", born), *elsewhere.rows_of(same.folding([child_id]).ids, known)]
    return Part("Whom it is about", tuple(row for row in rows if row.value or row.values))


def handling_words(handling: str, record_class: str = "") -> str:
    said = Handling(handling).label if handling in Handling.values else handling
    is_usual = record_class in ("", RecordClass.CORE, RecordClass.NARRATIVE)
    return said if is_usual else f"{said}. Record class: {RecordClass(record_class).label}"


def _joined(row: Row) -> str:
    return "\n  ".join(_values(row))


def _values(row: Row) -> tuple[str, ...]:
    found = row.values or (row.value,)
    return tuple(each for each in found if each) or ("–",)

"""How do periods, records at the end of their time, holds and certificates read?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.urls import reverse

from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Row, Table, Tag
from followthrough.service.ledger import rulebook
from followthrough.service.retention.counting import Kept
from followthrough.service.retention.kinds import Confidence
from followthrough.service.retention.models import Disposal, Hold, Period
from followthrough.service.retention.queries import Desk, Due

WHAT_REMAINS = (
    "Nothing that was said about the child is left. What remains is this certificate, a digest of each event under a "
    "key that is kept elsewhere, and the audit, which holds identifiers alone. Backups hold the record until they "
    "are deleted in their turn."
)
_TABLES = {
    "ledger_event": ("entry of the chronology", "entries of the chronology"),
    "ledger_duty": ("duty", "duties"),
    "ledger_signal": ("signal", "signals"),
    "sharing_share": ("share", "shares"),
    "attachments_attachment": ("file", "files"),
    "children_household": ("home", "homes"),
    "children_person": ("adult who lived there", "adults who lived there"),
}


def period_words(kept: Kept) -> str:
    return f"{kept.years} years from {kept.counts_from.label}"


def periods_table(stands: Mapping[str, Kept]) -> Table:
    rows = tuple(
        (
            Cell(each.kind.title, href=reverse("retention:period", args=[key])),
            period_words(each),
            each.source,
            _confidence(each),
        )
        for key, each in stands.items()
    )
    return Table("How long records are kept", ("Record", "Kept for", "Where this comes from", "How sure"), rows)


def period_rows(kept: Kept) -> tuple[Row, ...]:
    default = kept.kind.default
    titles = rulebook.current().vocabulary.kinds
    marks = tuple(sorted(titles[each].title for each in kept.kind.marks))
    rows = [
        Row("Kept for now", period_words(kept)),
        Row("Where this comes from", kept.source),
        Row("At first", f"{default.years} years from {default.counts_from.label}. {default.confidence.label}"),
        Row("Source of that", values=(f"{default.source}, {default.clause}", default.address)),
    ]
    return tuple(rows + ([Row("Known by", values=marks)] if marks else []))


def history_table(found: Iterable[Period], names: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            dates.in_short(each.decided_at),
            f"{each.years} years from {each.get_counts_from_display()}",
            each.source,
            each.reason,
            names.get(each.decided_by, each.decided_by),
        )
        for each in found
    )
    head = ("When", "Kept for", "Where this comes from", "Why", "Who wrote it down")
    return Table("What the board has decided, the latest first", head, rows, "The board has not changed it.")


def due_table(found: Iterable[Due]) -> Table:
    rows = tuple(
        (
            Cell(each.child.name, href=reverse("retention:review", args=[each.child.pk])),
            dates.short_day(each.child.born_on) if each.child.born_on else "Not known",
            ", ".join(term.kept.kind.title for term in each.terms),
            dates.short_day(each.due_on) if each.due_on else "",
        )
        for each in found
    )
    head = ("Child", "Born", "What it is", "Its time was over")
    return Table("Records whose time is over", head, rows, "No record is at the end of its time.")


def proposed_table(desk: Desk, names: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            Cell(each.reference, href=reverse("retention:disposal", args=[each.pk])),
            desk.names.get(each.subject_id, ""),
            names.get(each.proposed_by, each.proposed_by),
            dates.in_short(each.proposed_at),
        )
        for each in desk.proposed
    )
    head = ("Reference", "Child", "Proposed by", "When")
    return Table("Waiting for a second person", head, rows, "Nothing waits.")


def answered_table(found: Iterable[Disposal]) -> Table:
    rows = tuple(
        (
            Cell(each.reference, href=reverse("retention:disposal", args=[each.pk])),
            Cell(tag=Tag("Destroyed", "neutral") if each.destroyed_at else Tag("Kept", "done")),
            dates.in_short(each.answered_at) if each.answered_at else "",
        )
        for each in found
    )
    return Table("What became of them", ("Reference", "Outcome", "When"), rows, "Nothing was destroyed yet.")


def holds_table(desk: Desk, names: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            Cell(each.asked_by, href=reverse("retention:end-hold", args=[each.pk])),
            desk.names.get(each.subject_id, "") or "Every record",
            each.reason,
            f"{names.get(each.set_by, each.set_by)}, {dates.in_short(each.from_at)}",
        )
        for each in desk.holds
    )
    return Table("Legal holds", ("Who asks", "Which record", "Why", "Set"), rows, "No hold stands.")


def hold_rows(hold: Hold, name: str) -> tuple[Row, ...]:
    return (
        Row("Who asks", hold.asked_by),
        Row("Why", hold.reason),
        Row("Set by", name),
        Row("Since", dates.in_words(hold.from_at)),
    )


def review_rows(found: Due, titles: Mapping[str, str]) -> tuple[Row, ...]:
    facts = found.facts
    died = [Row("Died", dates.day_in_words(facts.died_on))] if facts.died_on else []
    return (
        Row("Child", found.child.name),
        Row("Born", dates.day_in_words(found.child.born_on) if found.child.born_on else "Not known"),
        *died,
        Row("Last thing that is recorded", dates.day_in_words(facts.last_on)),
        Row("How much there is", f"{facts.events} entries of the chronology"),
        Row("Who wrote it", values=tuple(titles.get(each, each) for each in facts.agencies)),
        *term_rows((each.kept.kind.title, period_words(each.kept), each.ends_on) for each in found.terms),
        Row("Its time is over on", dates.day_in_words(found.due_on) if found.due_on else "It cannot be told"),
    )


def term_rows(found: Iterable[tuple[str, str, date | None]]) -> tuple[Row, ...]:
    return tuple(
        Row(f"As: {kind[0].lower()}{kind[1:]}", f"{period}: until {_day(ends_on)}") for kind, period, ends_on in found
    )


def disposal_rows(found: Disposal, names: Mapping[str, str], titles: Mapping[str, str]) -> tuple[Row, ...]:
    """Before and after, without a word of the record: the certificate."""
    rows = [
        Row("Reference", found.reference),
        Row("Record", found.subject_id),
        *(
            Row(each["kind"], values=(f"{each['period']}, to {each['ends_on'] or 'a day not known'}", each["source"]))
            for each in found.terms
        ),
        Row("Proposed by", _who(found.proposed_by, found.proposed_for, names, titles)),
        Row("Because", found.proposed_reason),
        Row("Proposed on", dates.in_words(found.proposed_at)),
    ]
    if found.answered_at:
        rows += [
            Row(
                "Agreed to by" if found.agreed else "Refused by",
                _who(found.answered_by, found.answered_for, names, titles),
            ),
            Row("Because", found.answered_reason),
            Row("On", dates.in_words(found.answered_at)),
        ]
    if found.destroyed_at:
        gone = tuple(_count(found.removed.get(table, 0), *words) for table, words in _TABLES.items())
        rows += [
            Row("Destroyed on", dates.in_words(found.destroyed_at)),
            Row("What was destroyed", values=tuple(filter(None, gone))),
            Row("Digest of it", found.digest),
        ]
    return tuple(rows)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""


def _who(person: str, team: str, names: Mapping[str, str], titles: Mapping[str, str]) -> str:
    agency = titles.get(team.partition("/")[0], "")
    return ", ".join(filter(None, (names.get(person, person), titles.get(team, team), agency)))


def _confidence(kept: Kept) -> Cell:
    default = kept.kind.default
    is_first = kept.years == default.years and kept.counts_from == default.counts_from
    if not is_first:
        return Cell(tag=Tag("The board’s", "done"))
    tags = {
        Confidence.LAW: Tag("The law’s", "done"),
        Confidence.PUBLISHED: Tag("Another council’s", "waiting"),
        Confidence.OURS: Tag("Our default", "waiting"),
    }
    return Cell(tag=tags[default.confidence])


def _day(day: date | None) -> str:
    return dates.day_in_words(day) if day else "a day that is not known"

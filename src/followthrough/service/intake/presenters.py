"""How does what came in read? Its own words stand as text and are never run; who did what with it stands below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from followthrough.service.children.models import Child
from followthrough.service.children.presenters import age_in_words, birthday
from followthrough.service.children.queries import Found
from followthrough.service.core import clock
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Row, Table, Tag, TimelineEntry
from followthrough.service.design.forms import Choice
from followthrough.service.intake.forms import NEW
from followthrough.service.intake.models import Item, Mailbox, Outcome, Trouble
from followthrough.service.ledger.models import Duty
from followthrough.service.sharing.models import Leg
from followthrough.service.sharing.projecting import step, unacknowledged

NO_SUBJECT, NO_TEXT = "(no subject)", "It has no text that we could read."
STEPS = {
    "matched": "Matched to a child",
    "unmatched": "The match was undone: it was another child",
    "not ours": "Said to be none of ours",
    "recorded already": "Said to be recorded already",
    "shared": "Went on as a share",
    "parted": "It went with its entry when two records were parted",
    "passed on": "Passed on to another team",
}
KNOWN = "Of this child we may show no more. Share what came in instead: press “Share information about this child”."

MENDED_BY = {
    Trouble.UNREACHABLE: "Ask whoever runs the mail server whether it is up.",
    Trouble.CERTIFICATE: "Ask whoever runs the mail server to renew it, or for the name that it is for.",
    Trouble.PASSWORD: "Ask whoever runs this service to put the name and the password right.",
    Trouble.NO_MAILBOX: "Ask whoever runs this service to put the name of the mailbox right.",
    Trouble.BROKEN_OFF: "It is tried again each minute. If it goes on, ask whoever runs the mail server.",
}


def mailbox_words(held: Mailbox) -> str:
    """What has stopped, why, and what to do until it is mended."""
    trouble = Trouble(held.trouble or Trouble.BROKEN_OFF)
    since = f" since {dates.near_words(held.failing_since, clock.now())}" if held.failing_since else ""
    return (
        f"Mail to {held.team.title} has not come in{since}. {trouble.label} "
        f"Look into the mailbox by hand until this is mended. {MENDED_BY[trouble]}"
    )


def waiting_table(items: list[Item], clocks: Mapping[str, Duty]) -> Table:
    now = clock.now()
    rows = []
    for each in items:
        duty = clocks.get(each.pk)
        rows.append(
            (
                Cell(each.subject or NO_SUBJECT, href=reverse("intake:item", args=[each.reference])),
                each.sender or "Not known",
                dates.near_words(each.came_at, now),
                str(each.team),
                Cell(when=dates.clock(duty.due_at, now)) if duty else "No clock runs",
            )
        )
    head = ("What came in", "From", "Came", "Whose it is", "By when")
    empty = "Nothing waits. What comes in appears here by itself."
    return Table("What waits", head, tuple(rows), empty, is_caption_hidden=True)


def placed_table(items: list[Item]) -> Table:
    rows = tuple(
        (
            Cell(each.subject or NO_SUBJECT, href=reverse("intake:item", args=[each.reference])),
            each.sender or "Not known",
            Outcome(each.outcome).label,
            each.placed_by.name if each.placed_by else "",
            dates.in_short(each.placed_at) if each.placed_at else "",
        )
        for each in items
    )
    head = ("What came in", "From", "What was decided", "By whom", "When")
    return Table("What was decided", head, rows, "Nothing was decided in the last 14 days.", is_caption_hidden=True)


def rows_of(item: Item, duty: Duty | None) -> tuple[Row, ...]:
    now = clock.now()
    written = dates.in_words(item.written_at) if item.written_at else "It does not say"
    rows = [
        Row("From", item.sender or "Not known"),
        Row("Written", written),
        Row("Came in", f"{dates.in_words(item.came_at)}, {item.get_came_by_display().lower()}, to {item.sent_to}"),
        Row("Whose it is", str(item.team)),
    ]
    rows += [Row("About whom, it says", values=said)] if (said := _said_of(item)) else []
    if item.is_waiting:
        text = dates.clock_words(duty.due_at, now) if duty else "No clock runs"
        rows.append(Row("Place it", tag=Tag(text, "overdue" if duty and duty.due_at < now else "due")))
    else:
        who = f" by {item.placed_by.name}" if item.placed_by else ""
        at = dates.near_words(item.placed_at, now) if item.placed_at else ""
        rows.append(Row("Decided", f"{Outcome(item.outcome).label}{who}, {at}"))
    return tuple(rows)


def _said_of(item: Item) -> tuple[str, ...]:
    """With the number by which the sender's own system knows the child."""
    about = item.about
    born = f"born {birthday(date.fromisoformat(about['born_on']))}" if about.get("born_on") else ""
    case = f"Their case number: {about['case_number']}" if about.get("case_number") else ""
    lines = (about.get("name", ""), born, about.get("number", ""), about.get("address", ""), case)
    return tuple(each for each in lines if each)


def attachment_rows(item: Item) -> list[tuple[int, str, str]]:
    return [(n, each["name"], _size(each["size"])) for n, each in enumerate(item.attachments)]


def choices_of(found: Found, today: date, typed: Mapping[str, Any]) -> list[Choice]:
    """The children who could be meant, with the reason; then one whom nobody here knows, where a name was typed."""
    offered = [
        Choice(child.pk, _line(child), hint=f"{found.why[child.pk]}. {_age(child, today)}") for child in found.children
    ]
    if typed.get("name"):
        born = f", born {birthday(typed['born_on'])}" if typed.get("born_on") else ""
        hint = "The child becomes known to your team."
        offered.append(Choice(NEW, f"None of these: {typed['name']}{born} is new here", hint=hint, divider="or"))
    return offered


def history(item: Item, names: Mapping[str, str], titles: Mapping[str, str]) -> tuple[TimelineEntry, ...]:
    return tuple(_told(each, names, titles) for each in reversed(item.steps))


def given_table(legs: Iterable[Leg]) -> Table:
    """With whom the wrong entry had been shared, and who has read since that it was taken back."""
    rows = tuple((str(leg.team), _read_since(leg)) for leg in legs)
    head = ("Shared with", "Do they know that it was taken back?")
    return Table("With whom it had been shared", head, rows, "It had been shared with nobody.", is_caption_hidden=True)


def _read_since(leg: Leg) -> str:
    if step(leg, "received") is None:
        return "They have not taken receipt yet. They read it with the share."
    return "They were told, and have not acknowledged it yet." if unacknowledged(leg) else "They have acknowledged it."


@dataclass(frozen=True)
class Wrong:
    """The last time that it stood in another child's record."""

    child_id: str
    entry: str
    since: datetime
    until: datetime


def last_wrong(item: Item) -> Wrong | None:
    for each in reversed(item.steps):
        if each["step"] == "unmatched" and each.get("since"):
            since, until = (datetime.fromisoformat(each[name]) for name in ("since", "at"))
            return Wrong(each["child"], each.get("entry", ""), since, until)
    return None


def _told(step: Mapping[str, Any], names: Mapping[str, str], titles: Mapping[str, str]) -> TimelineEntry:
    to = f" ({titles.get(step['to'], step['to'])})" if "to" in step else ""
    share = f" {step['share']}" if "share" in step else ""
    return TimelineEntry(
        title=f"{STEPS.get(step['step'], step['step'])}{to}{share}",
        when=dates.when_short(datetime.fromisoformat(step["at"])),
        by=names.get(step["by"], "By itself"),
        text=step.get("reason", ""),
    )


def _line(child: Child) -> str:
    return f"{child.name}, born {birthday(child.born_on)}" if child.born_on else f"{child.name}, birth date not known"


def _age(child: Child, today: date) -> str:
    said = age_in_words(child.born_on, today)
    return said[:1].upper() + said[1:]


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"

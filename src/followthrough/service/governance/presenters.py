"""How do look-ups, reasons and agreements read?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.urls import reverse

from followthrough.service.core.audit.models import AuditSink
from followthrough.service.core.audit.sealing import Unsealed
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Row, Table, Tag, Tone
from followthrough.service.governance.looking import BACK, MANY, Look, ToReview
from followthrough.service.governance.models import LookReview, SharingAgreement, Unusual
from followthrough.service.governance.queries import CanSee

_COUNTED = {Unusual.MANY: "{} children’s records", Unusual.NIGHT: "{} look-ups", Unusual.OWN: "{} tries"}
RULES = (
    f"Somebody opened the records of {MANY} children or more in one day (our default).",
    "Somebody opened a record between 22:00 and 06:00, and none of their teams was on duty at that time (our default).",
    "Somebody tried to open the record of a child whom they, or their manager, had named as their own people.",
)


def who_can_see_table(found: Iterable[CanSee]) -> Table:
    rows = tuple(
        (each.name, "; ".join(each.seats), each.agency, "; ".join(_reason(r.words, r.since) for r in each.reasons))
        for each in found
    )
    return Table("People who may open this record now", ("Name", "Team", "Agency", "Why"), rows, "Nobody.")


def looks_table(looks: Iterable[Look], names: Mapping[str, str], titles: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            names.get(each.practitioner, each.practitioner),
            titles.get(each.agency, each.agency or "The service itself"),
            _day(each.day),
            _times(each),
        )
        for each in looks
    )
    return Table("Who has opened this record", ("Name", "Agency", "Day", "When"), rows, "Nobody has opened it.")


def to_review_table(found: Iterable[ToReview], names: Mapping[str, str], titles: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            Cell(names.get(each.practitioner, each.practitioner), href=reverse("governance:review", args=[each.key])),
            _day(each.day),
            each.rule.label,
            _COUNTED[each.rule].format(each.number),
            Cell(tag=_review_tag(each.review)),
        )
        for each in found
    )
    head = ("Name", "Day", "Why it is listed", "How many", "Review")
    return Table("Look-ups to ask about", head, rows, f"Nothing in the last {BACK.days // 7} weeks.")


def agreements_table(found: Iterable[SharingAgreement], today: date) -> Table:
    rows = tuple(
        (
            f"{each.one.title} and {each.other.title}",
            each.title,
            each.kept_at,
            _day(each.from_on),
            _day(each.to_on) if each.to_on else "No end",
            Cell(tag=Tag("In force", "done") if each.from_on <= today else Tag("Not yet", "waiting")),
        )
        for each in found
    )
    head = ("Between", "Agreement", "Where it is kept", "From", "Until", "Now")
    return Table("Agreements on sharing", head, rows, "No agreement has been entered.")


def audit_rows(open_window: Unsealed, failing: Iterable[AuditSink], now: datetime) -> tuple[Row, ...]:
    places = tuple(f"{each.name}: {each.error}" for each in failing)
    waiting = (
        f"{open_window.rows} rows, the oldest of {dates.in_short(open_window.since)}" if open_window.since else "None"
    )
    return (
        Row("Rows that are not sealed yet", waiting),
        Row("Places for the heads that cannot be reached", values=places or ("None",)),
    )


def review_rows(look: ToReview, name: str) -> tuple[Row, ...]:
    rows = [
        Row("Who", name),
        Row("Day", _day(look.day)),
        Row("Why it is listed", look.rule.label),
        Row("How many", _COUNTED[look.rule].format(look.number)),
    ]
    if look.review:
        rows.append(Row("Found out before", f"{LookReview.Outcome(look.review.outcome).label}. {look.review.words}"))
    return tuple(rows)


def _review_tag(review: LookReview | None) -> Tag:
    if review is None:
        return Tag("Nobody has asked", "waiting")
    tone: Tone = "overdue" if review.outcome == LookReview.Outcome.CONCERN else "done"
    return Tag(LookReview.Outcome(review.outcome).label, tone)


def _reason(words: str, since: datetime) -> str:
    return f"{words}, since {dates.day_in_words(since)}"


def _times(look: Look) -> str:
    first, last = (at.astimezone(dates.LONDON) for at in (look.first_at, look.last_at))
    if look.times == 1:
        return f"{first:%H:%M}"
    return f"{look.times} times, {first:%H:%M} to {last:%H:%M}"


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"

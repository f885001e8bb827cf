"""How do referrals, cases and what waits for a signature read?"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from followthrough.service.chronology import deciding
from followthrough.service.chronology.queries import Entry
from followthrough.service.decisions import actions, policies
from followthrough.service.decisions.foretelling import Broken, Fact, broken_by
from followthrough.service.decisions.queries import CLOSE, END_HELP, END_PLAN, NO_ENQUIRY, NOTHING, Matter, Proposal
from followthrough.service.decisions.reading import Desk
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Row, Table, Tag
from followthrough.service.ledger import calendar

_TITLES = {
    CLOSE: "Close the case",
    NOTHING: "End the referral without action",
    END_HELP: "End early help",
    END_PLAN: "End the child in need plan",
    NO_ENQUIRY: "No enquiry into harm after the strategy discussion",
}


def referrals_table(desk: Desk) -> Table:
    rows = tuple(
        (
            Cell(f"Referred {_at(each.began)}", _open(desk, "decide", each)),
            _from(desk, each),
            Cell(tag=_stands(each, "Decided", "Not decided yet")),
            _outcome(desk, each),
        )
        for each in desk.referrals
    )
    return Table("Referrals", ("Referral", "From", "How it stands", "Decided"), rows, "No referral yet.", True)


def cases_table(desk: Desk) -> Table:
    rows = tuple(
        (Cell(f"Opened {_at(each.began)}", _open(desk, "close", each)), Cell(tag=_stands(each, "Closed", "Open")))
        for each in desk.cases
    )
    return Table("Open cases", ("Case", "How it stands"), rows, "No case is open.", True)


def helps_table(desk: Desk) -> Table | None:
    rows = tuple(
        (
            Cell(f"{_TITLES[each.ends]}, began {_at(each.began)}", _open(desk, "end", each)),
            Cell(tag=_stands(each, "Ended", "Goes on")),
        )
        for each in desk.helps
    )
    head = ("What may end", "How it stands")
    return Table("Early help and child in need plans", head, rows, is_caption_hidden=True) if rows else None


def waiting_table(desk: Desk) -> Table | None:
    """What waits for a signature, and what was sent back and asked again since."""
    waiting = [each for each in desk.proposals if each.answer is None]
    rows = tuple(
        (
            Cell(title_of(each), reverse("decisions:sign", args=[desk.child.pk, each.id])),
            who(desk, each.entry),
            str(each.entry.event.data.get("reason", "")),
        )
        for each in waiting
    )
    head = ("What waits for a signature", "Decided or put forward by", "Why")
    return Table("What waits for a signature", head, rows, is_caption_hidden=True) if rows else None


def referral_rows(desk: Desk, found: Matter) -> Iterator[Row]:
    event = found.began.event
    yield Row("Came in", dates.in_words(event.occurred_from))
    yield Row("From", _from(desk, found))
    words = str(event.data.get("words", "")) or event.text
    if words:
        yield Row("What was said", words)
    yield from _sent_back(desk, found)
    if found.ended:
        yield Row("Decided", f"{_outcome(desk, found)} ({who(desk, found.ended)})")


def case_rows(desk: Desk, found: Matter) -> Iterator[Row]:
    yield Row("Opened" if found.ends == CLOSE else "Began", dates.in_words(found.began.event.occurred_from))
    why = str(found.began.event.data.get("why", "")) or found.began.event.text
    if why:
        yield Row("Why", why)
    yield from _sent_back(desk, found)


def proposal_rows(desk: Desk, found: Proposal) -> Iterator[Row]:
    data = found.entry.event.data
    yield Row("Written down by" if found.is_of_discussion else "Put forward by", who(desk, found.entry))
    if found.led_by:
        yield Row("Led by", desk.telling.person(found.led_by))
    if data.get("present"):
        yield Row("Took part", str(data["present"]))
    yield Row("Why", str(data.get("reason", "")))
    if data.get("framework"):
        yield Row("Legal framework", str(data["framework"]))
    if data.get("arrangements"):
        yield Row("What is arranged", str(data["arrangements"]))
    if data.get("why"):
        yield Row("Because", str(data["why"]).capitalize())
    onward = str(data.get("onward", "")).capitalize()
    agency = str(data.get("onward_agency", ""))
    if onward:
        yield Row("Who helps now", ", ".join(filter(None, (onward, desk.telling.agency(agency) if agency else ""))))
    if data.get("called_malicious"):
        yield Row("Called malicious", "Yes")
    if found.answer:
        is_signed = found.answer.event.kind == deciding.SIGNED
        yield Row("Signed by" if is_signed else "Sent back by", who(desk, found.answer))
        yield Row("In their words", str(found.answer.event.data.get("reason", "")))


def title_of(found: Proposal) -> str:
    return _TITLES.get(found.decision, found.decision.capitalize())


def sent_back_words(found: Proposal) -> str:
    if found.is_of_discussion:
        return "Not signed. Call the agencies again: you find it under “Strategy discussions”."
    return "Sent back, with your reason."


def broken(desk: Desk, found: Proposal, referral: Matter | None) -> list[Broken]:
    """Which rules would not be kept if it were signed now."""
    effect = actions.effect_of(found, referral)
    return _broken(desk, found.about, found.decision, effect) if effect else []


def broken_by_closure(desk: Desk, case: Matter) -> list[Broken]:
    """The same, while nobody has signed: with a signature taken as given."""
    return _broken(desk, case.key, CLOSE, (deciding.CLOSED, {"case": case.key}))


def _broken(desk: Desk, about: str, decision: str, effect: Fact) -> list[Broken]:
    signed: Fact = (deciding.SIGNED, {"decision": decision, "about": about, "reason": "-"})
    facts, now = [signed, effect], desk.telling.now
    return broken_by(desk.chronicle, facts, desk.viewer.agency, now, desk.rules, calendar.current())


def who(desk: Desk, entry: Entry) -> str:
    name = desk.telling.person(str(entry.event.data.get("by", ""))) or desk.telling.names.get(entry.row.author, "")
    return ", ".join(filter(None, (name, desk.telling.agency(entry.event.agency), _at(entry))))


def _sent_back(desk: Desk, found: Matter) -> Iterator[Row]:
    asked = found.proposal
    if asked and asked.answer and asked.answer.event.kind == deciding.SENT_BACK and not found.ended:
        yield Row("Sent back", f"{asked.answer.event.data.get('reason', '')} ({who(desk, asked.answer)})")


def _stands(found: Matter, ended: str, begun: str) -> Tag:
    if found.ended:
        return Tag(ended, "done")
    return Tag("Waits for a signature", "soon") if found.waits else Tag(begun, "waiting")


def _outcome(desk: Desk, found: Matter) -> str:
    if found.ended is None:
        return ""
    data = found.ended.event.data
    said = (str(data.get("decision", "")).capitalize(), str(data.get("reason", "")), str(data.get("framework", "")))
    return ". ".join(each.removesuffix(".") for each in said if each)


def _from(desk: Desk, found: Matter) -> str:
    agency = str(found.began.event.data.get("from_agency", ""))
    return desk.telling.agency(agency) if agency else "Not written down"


def _open(desk: Desk, name: str, found: Matter) -> str:
    if found.waits and found.proposal:
        return reverse("decisions:sign", args=[desk.child.pk, found.proposal.id])
    may = policies.can_end if name == "end" else lambda viewer, _: policies.can_decide(viewer)
    if found.ended or not may(desk.viewer, found):
        entry = found.ended or found.began
        return reverse("chronology:entry", args=[desk.child.pk, entry.root])
    return reverse(f"decisions:{name}", args=[desk.child.pk, found.id])


def _at(entry: Entry) -> str:
    return dates.in_short(entry.event.occurred_from)

"""What is given: one document, with each reason where something was taken out, and a list of them at its end.

It is made from the decisions alone, so what was withheld is nowhere in the file: not in its text, and not beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from followthrough.service.design import dates
from followthrough.service.design.documents import pdf
from followthrough.service.subjectaccess import reasons
from followthrough.service.subjectaccess.models import AskedBy, Decision, Request
from followthrough.service.subjectaccess.queries import Part


@dataclass(frozen=True, slots=True)
class Shown:
    """A part as the person reads it."""

    title: str
    by: str
    when: str
    lines: tuple[str, ...]


def shown(part: Part, decision: Decision | None) -> Shown | None:
    """None for what is withheld as a whole: of that the list at the end tells. What nobody decided is not given."""
    if decision is None or decision.withheld:
        return None
    lines = part.lines
    if decision.passages:
        told = f"[Taken out: {reasons.BY_CODE[decision.code].told}]"
        lines = tuple(_without(line, decision.passages, told) for line in lines)
    return Shown(part.title, part.by, part.when, lines)


def left_standing(parts: Iterable[Part], decisions: Mapping[str, Decision]) -> tuple[str, Shown] | None:
    """Words that were taken out of one part and can still be read in another: the first of them, and where."""
    passages = {passage for each in decisions.values() for passage in each.passages}
    for given in filter(None, (shown(part, decisions.get(part.key)) for part in parts)):
        for passage in sorted(passages):
            if any(passage in line for line in given.lines):
                return passage, given
    return None


def withheld(decisions: Iterable[Decision]) -> list[tuple[reasons.Reason, int, int]]:
    """Each reason with how many parts were kept back whole for it, and from how many some words were taken out."""
    whole, some = Counter[str](), Counter[str]()
    for each in decisions:
        whole[each.code] += each.withheld
        some[each.code] += bool(each.passages) and not each.withheld
    found = [(each, whole[each.code], some[each.code]) for each in reasons.REASONS if not each.is_quiet]
    return [each for each in found if each[1] or each[2]]


def pack(request: Request, parts: Iterable[Part], decisions: Mapping[str, Decision]) -> bytes:
    given = [each for each in (shown(part, decisions.get(part.key)) for part in parts) if each]
    about = "you" if request.asked_by == AskedBy.SELF else "the child"
    data = {
        "title": f"What is held about {about}: {request.reference}",
        "asker": request.asker,
        "received": dates.day_in_words(request.received_on),
        "scope": request.scope or "Everything",
        "parts": [
            {"title": each.title, "note": " · ".join(filter(None, (each.when, each.by))), "lines": list(each.lines)}
            for each in given
        ],
        "withheld": [
            {"told": reason.told, "source": reason.source, "how": _how_many(whole, some)}
            for reason, whole, some in withheld(decisions.values())
        ],
        "always": [reasons.ALWAYS_SAID, reasons.OTHER_AGENCY],
    }
    return pdf("subjectaccess/pack.typ", data)


def _without(line: str, passages: Iterable[str], told: str) -> str:
    """In one pass, the longest first, so that nothing is looked for in what was put there."""
    wanted = "|".join(re.escape(each) for each in sorted(passages, key=len, reverse=True))
    return re.sub(wanted, lambda _: told, line)


def _how_many(whole: int, some: int) -> str:
    said = [f"{whole} {'part' if whole == 1 else 'parts'} kept back"] if whole else []
    said += [f"words taken out of {some} {'part' if some == 1 else 'parts'}"] if some else []
    return " and ".join(said).capitalize()

"""What is given: one document, with each reason where something was taken out, and a list of them at its end.
It names the files that go along (see `folders`).

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
from followthrough.service.subjectaccess.queries import FILE, Part


@dataclass(frozen=True, slots=True)
class Shown:
    """A part as the person reads it."""

    title: str
    by: str
    when: str
    lines: tuple[str, ...]
    is_file: bool = False


def shown(part: Part, decision: Decision | None) -> Shown | None:
    """None for what is withheld as a whole: of that the list at the end tells. What nobody decided is not given."""
    if decision is None or decision.withheld:
        return None
    lines = part.lines
    if decision.passages:
        told = f"[Taken out: {reasons.BY_CODE[decision.code].told}]"
        lines = tuple(_without(line, decision.passages, told) for line in lines)
    return Shown(part.title, part.by, part.when, lines, bool(part.file))


def left_standing(parts: Iterable[Part], decisions: Mapping[str, Decision]) -> tuple[str, Shown] | None:
    """Words that were taken out of one part and can still be read in another: the first of them, and where."""
    passages = {passage for each in decisions.values() for passage in each.passages}
    for given in filter(None, (shown(part, decisions.get(part.key)) for part in parts)):
        for passage in sorted(passages):
            if any(passage in line for line in (given.title, *given.lines)):
                return passage, given
    return None


def withheld(decisions: Mapping[str, Decision]) -> list[tuple[reasons.Reason, str]]:
    """Each reason that is told of, and how much it took: parts and files kept back whole, words taken out of parts."""
    whole, files, some = Counter[str](), Counter[str](), Counter[str]()
    for key, each in decisions.items():
        of = files if key.startswith(FILE) else whole
        of[each.code] += each.withheld
        some[each.code] += bool(each.passages) and not each.withheld
    told = [
        (each, _how_many(whole[each.code], files[each.code], some[each.code]))
        for each in reasons.REASONS
        if not each.is_quiet
    ]
    return [(each, words) for each, words in told if words]


def pack(request: Request, parts: Iterable[Part], decisions: Mapping[str, Decision]) -> bytes:
    given = [each for each in (shown(part, decisions.get(part.key)) for part in parts) if each]
    files = [each for each in given if each.is_file]
    about = "you" if request.asked_by == AskedBy.SELF else "the child"
    data = {
        "title": f"What is held about {about}: {request.reference}",
        "asker": request.asker,
        "received": dates.day_in_words(request.received_on),
        "scope": request.scope or "Everything",
        "parts": [
            {"title": each.title, "note": _note(each), "lines": list(each.lines)} for each in given if not each.is_file
        ],
        "files": [
            {"title": f"{number}. {each.title}", "note": _note(each), "lines": list(each.lines)}
            for number, each in enumerate(files, 1)
        ],
        "withheld": [{"told": reason.told, "source": reason.source, "how": how} for reason, how in withheld(decisions)],
        "always": [reasons.ALWAYS_SAID, reasons.OTHER_AGENCY],
    }
    return pdf("subjectaccess/pack.typ", data)


def _without(line: str, passages: Iterable[str], told: str) -> str:
    """In one pass, the longest first, so that nothing is looked for in what was put there."""
    wanted = "|".join(re.escape(each) for each in sorted(passages, key=len, reverse=True))
    return re.sub(wanted, lambda _: told, line)


def _note(given: Shown) -> str:
    return " · ".join(filter(None, (given.when, given.by)))


def _how_many(whole: int, files: int, some: int) -> str:
    said = [f"{whole} {'part' if whole == 1 else 'parts'} kept back"] if whole else []
    said += [f"{files} {'file' if files == 1 else 'files'} kept back"] if files else []
    said += [f"words taken out of {some} {'part' if some == 1 else 'parts'}"] if some else []
    return " and ".join(said).capitalize()

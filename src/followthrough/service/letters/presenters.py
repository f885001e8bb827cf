"""How does the fate of a letter read, with what to do about it now?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from followthrough.service.agencies import alerting
from followthrough.service.agencies.directory import NAMED
from followthrough.service.agencies.models import Practitioner, Team
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Link, Row, Table, Tag, Tone
from followthrough.service.ledger.failing import NOBODY
from followthrough.service.ledger.models import Letter, Outbox
from followthrough.service.ledger.wording import merged
from followthrough.service.letters import queries

STATES: dict[str, tuple[str, Tone]] = {
    Letter.State.WAITING: ("Waiting to go", "waiting"),
    Letter.State.SENT: ("Sent", "neutral"),
    Letter.State.DELIVERED: ("Delivered", "done"),
    Letter.State.BOUNCED: ("Came back", "overdue"),
    Letter.State.FAILED: ("Could not go", "overdue"),
}
MENDED = Tag("Passed on by a person", "done")
NOW: dict[str, str] = {
    Letter.State.WAITING: "Nothing: it goes by itself.",
    Letter.State.SENT: "Nothing. Sent is not read: who has taken a duty stands on its page.",
    Letter.State.DELIVERED: "Nothing. Delivered is not read: who has taken a duty stands on its page.",
}
TRIED = "It was tried {times} times. The next try comes by itself."
MEND = "Tell them by telephone or in person. Then say so here, and have the address mended."
FILTERS = {
    "": "All",
    "bad": "Did not arrive",
    "waiting": "Waiting",
    "sent": "Sent",
    "delivered": "Delivered",
    "bounced": "Came back",
    "failed": "Could not go",
}


@dataclass(frozen=True)
class Overview:
    sentence: str
    filters: tuple[Link | str, ...]
    table: Table


@dataclass(frozen=True)
class LetterPage:
    title: str
    tag: Tag
    rows: tuple[Row, ...]
    is_to_mend: bool


@dataclass(frozen=True)
class Who:
    """Names for ids and keys: one question each for a whole page."""

    names: Mapping[str, str]
    teams: Mapping[str, Team]

    def words(self, item: Letter | Outbox) -> str:
        if isinstance(item, Letter) and item.person:
            return self.names.get(item.person, "somebody who has left")
        if isinstance(item, Outbox) and not item.owner:
            agency, team, role = item.to.split("/")
            if role.startswith(NAMED):
                return self.names.get(role.removeprefix(NAMED), "somebody who has left")
            return " ".join(filter(None, (role.replace("-", " "), self._team(agency, team))))
        agency, team = queries.whose(item)
        if isinstance(item, Letter) and self._is_teams_own(item):
            return self._team(agency, team)
        return item.address if isinstance(item, Letter) else item.to

    def _team(self, agency: str, team: str) -> str:
        found = self.teams.get(f"{agency}/{team}")
        return str(found) if found else agency.replace("-", " ")

    def _is_teams_own(self, letter: Letter) -> bool:
        found = self.teams.get(f"{letter.agency}/{letter.team}")
        return found is not None and (letter.channel == Letter.Channel.TEXT or letter.address == found.email)


def overview(
    viewer: Viewer,
    letters: Sequence[Letter],
    lost: Sequence[Outbox],
    held: Mapping[str, list[Outbox]],
    counts: Mapping[str, int],
    who: Who,
    shown: str,
) -> Overview:
    items: list[Letter | Outbox] = [*(lost if shown in ("", "bad", "failed") else ()), *letters]
    rows = tuple(_row(each, held, who) for each in sorted(items, key=lambda each: not _is_to_mend(each)))
    return Overview(
        sentence=_sentence(counts),
        filters=tuple(
            words if key == shown else Link(words, f"?show={key}" if key else "?") for key, words in FILTERS.items()
        ),
        table=Table(
            "Letters, the newest first",
            ("Written", "To", "By", "About", "How it stands", "What now"),
            rows,
            "There is no such letter.",
            is_caption_hidden=True,
        ),
    )


def letter_page(item: Letter | Outbox, held: Iterable[Outbox], who: Who) -> LetterPage:
    said = merged(list(held)) if isinstance(item, Letter) else [item]
    rows = [
        Row("To", who.words(item)),
        Row("By", _channel(item)),
        Row("Written", dates.in_words(item.written_at)),
    ]
    if isinstance(item, Letter):
        sent_at = [Row("Sent", dates.in_words(item.sent_at))] if item.sent_at else []
        rows += [*sent_at, *_why(item.last_error)]
    else:
        rows += _why(NOBODY)
    rows.append(Row("What it said", values=tuple(f"{each.sentence} {each.reference}" for each in said)))
    rows.append(Row("What now", _now(item)))
    return LetterPage(f"Letter to {who.words(item)}", _tag(item), tuple(rows), _is_to_mend(item))


def _row(item: Letter | Outbox, held: Mapping[str, list[Outbox]], who: Who) -> tuple[Cell | str, ...]:
    href = reverse("letters:letter", args=[item.pk])
    said = merged(held.get(item.pk, [])) if isinstance(item, Letter) else [item]
    return (
        Cell(dates.in_short(item.written_at), href=href),
        who.words(item),
        _channel(item),
        ", ".join(each.reference for each in said),
        Cell(tag=_tag(item)),
        _now(item),
    )


def _tag(item: Letter | Outbox) -> Tag:
    if item.mended_at:
        return MENDED
    return Tag(*STATES[item.state]) if isinstance(item, Letter) else Tag("Nobody to send it to", "overdue")


def _channel(item: Letter | Outbox) -> str:
    if isinstance(item, Outbox):
        return "–"
    return f"{item.get_channel_display()}, {'at once' if item.is_urgent else 'with others'}"


def _now(item: Letter | Outbox) -> str:
    if item.mended_at:
        return "Nothing."
    if _is_to_mend(item):
        return MEND
    assert isinstance(item, Letter)
    if item.state == Letter.State.WAITING and item.attempts:
        return TRIED.format(times=item.attempts)
    return NOW[item.state]


def _why(reason: str) -> list[Row]:
    return [Row("Why it did not arrive", reason[:1].upper() + reason[1:])] if reason else []


def _is_to_mend(item: Letter | Outbox) -> bool:
    if item.mended_at:
        return False
    return not isinstance(item, Letter) or item.state in queries.BAD


def _sentence(counts: Mapping[str, int]) -> str:
    bad = counts["bad"]
    if not counts["mended"] and not bad:
        return "Every letter has arrived or is on its way. Nobody has to do anything."
    if not bad:
        return "Every letter that could not arrive has been passed on by a person."
    return (
        "1 letter did not arrive. Somebody has to tell its reader."
        if bad == 1
        else (f"{bad} letters did not arrive. Somebody has to tell their readers.")
    )


def holds(person: Practitioner, teams: Iterable[Team], viewer: Viewer) -> list[str]:
    """For each team of a person, by what they are told of something urgent, as their manager allows it."""
    own = [team for team in teams if team.key in viewer.teams]
    choice, bounds = alerting.choice_of(person), alerting.bounds_of(own)
    has_mobile = bool(alerting.mobile(person.telephone))
    found = []
    for team in own:
        by = alerting.allowed(bounds[team.pk], email=choice.email, text=choice.text)
        able = [channel for channel in by if channel == "email" or has_mobile] or ["email"]
        found.append(f"{team.title}: by {' and '.join('e-mail' if each == 'email' else 'text' for each in able)}")
    return found

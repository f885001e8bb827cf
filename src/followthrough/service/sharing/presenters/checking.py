"""The page before sending: what was entered, who will see it, and what they will be asked by when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from followthrough.service.agencies.models import Team
from followthrough.service.design.components import Action, Row
from followthrough.service.sharing.addressing import Addressed, title
from followthrough.service.sharing.foretelling import Promise
from followthrough.service.sharing.models import Asks, Basis, Leg
from followthrough.service.sharing.outgoing import Outgoing
from followthrough.service.sharing.presenters.choices import ASKS_WORDS
from followthrough.service.sharing.presenters.words import (
    due_sentence,
    due_words,
    interpreter_words,
    not_counted,
    upper_first,
    who_sees,
)
from followthrough.service.sharing.queries import Clock


@dataclass(frozen=True)
class Recipient:
    """What one team will be asked. `ring` and `shut` are said where it is urgent."""

    title: str
    sees: str
    asked: tuple[str, ...]
    sums: tuple[str, ...]
    ring: str = ""
    shut: str = ""


def rows(
    outgoing: Outgoing,
    child: str,
    kind: str,
    when: str,
    entries: Iterable[str],
    files: Iterable[str],
    about_href: str,
    what_href: str,
) -> list[Row]:
    def change(anchor: str, of: str) -> tuple[Action, ...]:
        return (Action("Change", f"{what_href}{anchor}", of),)

    family = "Yes" if outgoing.family_told else f"No. {outgoing.why_not_told}"
    found = [
        Row("About", child, actions=(Action("Change", about_href, "whom this is about"),)),
        Row("What you ask for", ASKS_WORDS[Asks(outgoing.asks)], actions=change("#id_asks_0", "what you ask for")),
        Row("What happened", outgoing.words, actions=change("#id_words", "what happened")),
        Row("When", upper_first(when), actions=change("#id_occurred_day", "when it happened")),
        Row("Recorded as", kind, actions=change("#id_kind_0", "how it is recorded")),
        Row("The family knows", family, actions=change("#id_family_told_0", "whether the family knows")),
        Row("Why you may share", Basis(outgoing.lawful_basis).label, actions=change("#id_lawful_basis_0", "why")),
        Row(
            "Language",
            interpreter_words(outgoing.language, outgoing.interpreter_needed),
            actions=change("#id_interpreter_0", "the language"),
        ),
    ]
    if outgoing.spoke_to:
        found.append(Row("You spoke to", outgoing.spoke_to, actions=change("#id_spoke_to", "whom you spoke to")))
    if added := tuple(files):
        found.append(Row("Files", values=added, actions=change("#id_new_files", "the files")))
    carried = tuple(entries)
    if carried:
        found.append(Row("Shared as well", values=carried, actions=change("#id_items_0", "what is shared as well")))
    return found


def recipients(
    addressed: Sequence[Addressed],
    promises: Sequence[Promise],
    ring: Mapping[str, str],
    shut: Mapping[str, str],
    asks: str,
    now: datetime,
) -> list[Recipient]:
    """`ring` has who answers now for each team, `shut` the words for each that is not there."""
    return [
        Recipient(
            title=each.title,
            sees=f"Seen by {who_sees(each.team)}.",
            asked=tuple(_asked([one for one in promises if one.team == each.team.key], now)),
            sums=tuple(one.sum for one in promises if one.team == each.team.key),
            ring=ring.get(each.team.key, "") if asks == Asks.URGENT else "",
            shut=shut.get(each.team.key, "") if asks == Asks.URGENT else "",
        )
        for each in addressed
    ]


def as_well(team: Team) -> str:
    number = f": {team.telephone}" if team.telephone else ""
    return f"{team}{number}"


def _asked(promises: Sequence[Promise], now: datetime) -> Iterator[str]:
    """The holidays that are not counted are told once."""
    told: set[str] = set()
    for each in promises:
        skipped = not_counted(each.sum)
        due = due_words(each.due_at, now) + "." if skipped in told else due_sentence(each.due_at, each.sum, now)
        yield f"{each.action}: by {due}"
        told.add(skipped)


def next_words(asks: str) -> str:
    """What happens after they have it."""
    if asks == Asks.INFORMATION:
        return "It is finished when a named person in each team has taken receipt."
    return "After that they must tell you what was done, and you say whether it is enough."


def sent_recipients(legs: Sequence[Leg], clocks: Sequence[Clock], now: datetime) -> list[tuple[str, tuple[str, ...]]]:
    """Each recipient with what is asked of them, from the duties that now stand."""
    return [
        (
            title(leg.team, leg.role, leg.person),
            tuple(
                f"{each.duty.action}: by {due_words(each.duty.due_at, now)}."
                for each in clocks
                if each.leg == leg.pk and each.is_waiting
            ),
        )
        for leg in legs
    ]

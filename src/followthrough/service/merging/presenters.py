"""How do two records read side by side, and what was recorded while they were one?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse

from followthrough.procedures.explain.words import kind_words
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.access.models import Involvement, Relationship
from followthrough.service.children.models import Child
from followthrough.service.children.presenters import birthday, language_words, number_lines
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Table
from followthrough.service.merging.actions import BOTH
from followthrough.service.merging.queries import Between, Side

Asked = tuple[str, str, str, Sequence[tuple[str, str]], str]
NOT_KNOWN = "Not known"


def found_table(child: Child, found: Iterable[Child]) -> Table:
    rows = tuple(
        (
            Cell(each.name, href=reverse("merging:beside", args=[child.pk, each.pk])),
            birthday(each.born_on),
            language_words(each),
        )
        for each in found
    )
    return Table("Records that you may open", ("Name", "Date of birth", "Language"), rows, is_caption_hidden=True)


def beside_table(one: Side, other: Side, titles: Mapping[str, str]) -> Table:
    facts = [(name, _of(one, titles)[name], _of(other, titles)[name]) for name in _of(one, titles)]
    rows = tuple((name if mine == theirs else f"{name} (differs)", mine, theirs) for name, mine, theirs in facts)
    return Table("The two records", ("What", "This record", "The other record"), rows, is_caption_hidden=True)


def names_of(one: Side, other: Side) -> list[tuple[str, str]]:
    return [(each.child.pk, f"{each.child.name}, born {birthday(each.child.born_on)}") for each in (one, other)]


def asked_of(
    between: Between, survivor: Child, alias: Child, titles: Mapping[str, str], vocabulary: Vocabulary
) -> list[Asked]:
    whose = [
        (survivor.pk, f"{survivor.name}, born {birthday(survivor.born_on)}"),
        (alias.pk, f"{alias.name}, born {birthday(alias.born_on)} (the other record)"),
    ]
    asked: list[Asked] = []
    for item in between.items:
        first = item.first
        words = f"{dates.in_words(first.occurred_from)}: {kind_words(first.kind, vocabulary)}"
        hint = f"{titles.get(first.agency, first.agency)}. {first.text}".strip()
        asked.append((item.key, words, hint, whose, item.under))
    both = [*whose, (BOTH, "Both")]
    for held in between.involved:
        hint = f"Since {dates.in_words(held.from_at)}: {held.reason}"
        asked.append((f"involved-{held.pk}", f"With whom does {_who(held)} work?", hint, both, held.subject_id))
    return asked


def unseen_words(between: Between, titles: Mapping[str, str]) -> list[str]:
    return [
        f"{titles.get(agency, agency)}: {number} {'entry' if number == 1 else 'entries'}"
        for agency, number in sorted(between.unseen.items())
    ]


def _of(side: Side, titles: Mapping[str, str]) -> dict[str, str]:
    child = side.child
    numbers = "; ".join(f"{label}: {value}" for label, value in number_lines(side.numbers, titles).items())
    return {
        "Name": child.name,
        "Date of birth": birthday(child.born_on),
        "Sex": child.get_sex_display(),
        "Language": language_words(child),
        "Lives": side.lives or NOT_KNOWN,
        "Numbers": numbers or "None",
        "Who works with the child": "; ".join(_team(each, titles) for each in side.teams) or "Nobody",
        "Entries that you may read": str(side.entries),
        "First entry": dates.in_short(side.first_at) if side.first_at else "None",
        "Last entry": dates.in_short(side.last_at) if side.last_at else "None",
        "Open duties": str(side.open_duties),
    }


def _team(key: str, titles: Mapping[str, str]) -> str:
    agency, team, _ = key.split("/")
    title = titles.get(agency, agency)
    return f"{titles.get(f'{agency}/{team}', team)}, {title}" if team else title


def _who(held: Involvement) -> str:
    name = held.practitioner.name if held.practitioner else str(held.team or held.agency)
    word = Relationship(held.relationship).label
    return f"{name} ({word})"

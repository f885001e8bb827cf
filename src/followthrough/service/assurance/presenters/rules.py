"""How do the procedures read? Each with how it stands, what holds it back, where it comes from and what it brings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from followthrough.procedures.explain.rules import describe
from followthrough.procedures.explain.words import deadline_confidence, rule_confidence, says_words, source_words
from followthrough.procedures.model.procedure import (
    AnyProcedure,
    DutyProcedure,
    GateProcedure,
    Obliging,
    StandingProcedure,
    WatchProcedure,
)
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.presenters import role_words
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Link, Row, Table, Tag, TimelineEntry, Tone
from followthrough.service.ledger.adoption import Stances
from followthrough.service.ledger.loads import WEEKS, Load
from followthrough.service.ledger.models import Adoption, AdoptionDecision

KINDS = {
    DutyProcedure: "Duty",
    StandingProcedure: "Standing duty",
    GateProcedure: "Gate",
    WatchProcedure: "Watch",
}
WAITING = "Waits for a page"
FED = "Waits for another rule"
_TONES: Mapping[str, Tone] = {"On": "done", "In shadow": "waiting", "Off": "neutral", WAITING: "soon", FED: "soon"}
FILTERS = {"on": "On", "shadow": "In shadow", "waits": WAITING, "off": "Off"}


@dataclass(frozen=True)
class Theme:
    title: str
    table: Table


@dataclass(frozen=True)
class ListPage:
    counts: str
    filters: tuple[Link | str, ...]
    themes: tuple[Theme, ...]


@dataclass(frozen=True)
class ProcedurePage:
    title: str
    tag: Tag
    held_back: str
    rows: tuple[Row, ...]
    load: Table
    load_words: str
    history: tuple[TimelineEntry, ...]


def list_page(stances: Stances, loads: Iterable[Load], shown: str) -> ListPage:
    weekly: dict[str, float] = defaultdict(float)
    for load in loads:
        weekly[load.procedure] += load.a_week
    latest = [max(versions, key=lambda p: p.version) for versions in stances.rulebook.by_id.values()]
    standing = {each.id: _standing(each, stances) for each in latest}
    kept = [each for each in latest if not shown or standing[each.id] == FILTERS[shown]]
    themes: dict[str, list[AnyProcedure]] = defaultdict(list)
    for each in sorted(kept, key=lambda p: (p.theme, p.title)):
        themes[each.theme].append(each)
    return ListPage(
        counts=_counts(list(standing.values())),
        filters=tuple(_filter(key, words, shown) for key, words in [("", "All"), *FILTERS.items()]),
        themes=tuple(
            Theme(_theme_words(theme), _theme_table(theme, found, standing, weekly)) for theme, found in themes.items()
        ),
    )


def procedure_page(
    found: AnyProcedure,
    stances: Stances,
    loads: list[Load],
    decisions: list[AdoptionDecision],
    *,
    names: Mapping[str, str],
    teams: Iterable[Team],
) -> ProcedurePage:
    words = _standing(found, stances)
    return ProcedurePage(
        title=found.title,
        tag=Tag(words, _TONES[words]),
        held_back=_held_back(found, stances),
        rows=tuple(_rows(found, stances)),
        load=_load_table(loads, list(teams)),
        load_words=_load_words(loads, stances.of(found.id)),
        history=tuple(_decision(each, names) for each in decisions),
    )


def decided_words(stance: Adoption) -> str:
    follows = {
        Adoption.ON: "Its duties appear on the home pages of the teams that owe them within a minute.",
        Adoption.SHADOW: "It asks nobody for anything. What was done stays on the record.",
        Adoption.OFF: "It is worked out no more. What was done stays on the record.",
    }
    return f"The decision is written down: {stance.label.lower()}. {follows[stance]}"


def _standing(found: AnyProcedure, stances: Stances) -> str:
    if stances.decided(found.id) is Adoption.ON:
        if stances.waits_for(found.id):
            return WAITING
        if stances.held_back_by(found.id):
            return FED
    return stances.of(found.id).label


def _held_back(found: AnyProcedure, stances: Stances) -> str:
    """Said only of what was adopted: else nothing is held back."""
    if stances.decided(found.id) is not Adoption.ON:
        return ""
    kinds = stances.rulebook.vocabulary.kinds
    missing = [kinds[kind].title for kind in stances.waits_for(found.id)]
    if missing:
        return f"It is adopted and waits for the pages that record: {'; '.join(missing)}. Until then it is in shadow."
    feeder = stances.held_back_by(found.id)
    if feeder:
        title = stances.rulebook.by_id[feeder][-1].title
        return f"It is adopted and waits for the rule “{title}”, which is not on. Until then it is in shadow."
    return ""


def _rows(found: AnyProcedure, stances: Stances) -> Iterable[Row]:
    """The whole rule, as it reads before anything has happened; then where it comes from and who looks after it."""
    yield Row("What it is", KINDS[type(found)])
    yield Row("The rule says", says_words(found.says, found.confidence))
    yield from (Row(part.title, values=part.said) for part in describe(found, stances.rulebook))
    yield Row("Where the rule comes from", source_words(found.source))
    yield Row("How sure we are", rule_confidence(found.confidence))
    if isinstance(found, Obliging):
        yield Row("And of its time limit", deadline_confidence(found.deadline_confidence))
    yield Row("Who looks after it", found.owner.replace("-", " ").capitalize())
    yield Row("Version", f"{found.version} · named {found.id}")


def _filter(key: str, words: str, shown: str) -> Link | str:
    return words if key == shown else Link(words, reverse("assurance:procedures") + (f"?show={key}" if key else ""))


def _counts(standing: list[str]) -> str:
    on = standing.count("On")
    shadow = standing.count("In shadow")
    waits = standing.count(WAITING) + standing.count(FED)
    off = standing.count("Off")
    return f"{len(standing)} rules: {on} on, {shadow} in shadow, {waits} adopted and waiting, {off} off."


def _theme_words(theme: str) -> str:
    return theme.replace("-", " ").capitalize()


def _theme_table(
    theme: str, found: list[AnyProcedure], standing: Mapping[str, str], weekly: Mapping[str, float]
) -> Table:
    rows = tuple(
        (
            Cell(each.title, href=reverse("assurance:procedure", args=[each.id])),
            KINDS[type(each)],
            Cell(tag=Tag(standing[each.id], _TONES[standing[each.id]])),
            each.confidence.value.capitalize(),
            Cell(_number(weekly[each.id]) if isinstance(each, Obliging) else "–", is_number=True),
        )
        for each in found
    )
    head = ("Rule", "Kind", "How it stands", "How sure we are", "Duties a week")
    return Table(f"Rules on {_theme_words(theme).lower()}", head, rows, is_caption_hidden=True)


def _load_table(loads: list[Load], teams: list[Team]) -> Table:
    rows = tuple(
        (
            _whose(load, teams),
            Cell(_number(load.a_week), is_number=True),
            Cell(str(load.most), is_number=True),
            Cell(str(load.total), is_number=True),
        )
        for load in loads
    )
    head = ("Who would owe it", "A week", "Most in one week", f"In {WEEKS} weeks")
    return Table(f"Duties that began in the last {WEEKS} weeks", head, rows, f"None began in the last {WEEKS} weeks.")


def _load_words(loads: list[Load], stance: Adoption) -> str:
    a_week = _number(sum(load.a_week for load in loads))
    if stance is Adoption.ON:
        return f"It brings {a_week} duties a week."
    if stance is Adoption.OFF:
        return "It is off, so nothing is counted. Put it in shadow to see what it would bring."
    return f"It would bring {a_week} duties a week. Nobody is asked for them."


def _whose(load: Load, teams: list[Team]) -> str:
    own = [team for team in teams if team.agency_id == load.agency]
    agency = own[0].agency.title if own else load.agency.replace("-", " ").capitalize()
    team = next((each.title for each in own if each.slug == load.team), "")
    named = ", ".join(part for part in (team, agency) if part)
    return f"{named} ({role_words(load.role)})" if load.role not in ("", "worker") else named


def _decision(each: AdoptionDecision, names: Mapping[str, str]) -> TimelineEntry:
    return TimelineEntry(
        title=Adoption(each.adoption).label,
        when=dates.when_short(each.decided_at),
        by=names.get(each.decided_by, "The example’s set-up"),
        text=each.reason,
    )


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")

"""How does one recommendation read? Who was asked, and of each: what they will do, what shows it, whether it works."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.http import urlencode

from followthrough.service.design import dates
from followthrough.service.design.components import Action, Link, Row, Tag
from followthrough.service.design.forms.fields import lower_first
from followthrough.service.learning.recommendations import policies
from followthrough.service.learning.recommendations.models import confirming
from followthrough.service.learning.recommendations.presenters import words
from followthrough.service.learning.recommendations.queries.held import Held
from followthrough.service.learning.recommendations.queries.progress import Evidence, Look, Progress, State, Step, Test


@dataclass(frozen=True)
class AgencyPart:
    agency: str
    title: str
    tag: Tag
    rows: tuple[Row, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Page:
    key: str
    words: str
    owner: str
    sentence: str
    review: Link | None
    made_at: str
    waiting: tuple[AgencyPart, ...]
    answered: tuple[AgencyPart, ...]
    carried: tuple[Link, ...]
    confirms: str
    is_of_all: bool  # whether the viewer sees every agency’s state


def page_of(held: Held) -> Page:
    made, every = held.recommendation, held.progress
    return Page(
        key=made.key,
        words=made.words,
        owner=words.owner_words(made, held.titles),
        sentence=words.sentence(every),
        review=_review(held),
        made_at=dates.in_short(made.made_at),
        waiting=tuple(part(held, each) for each in every if each.is_waiting),
        answered=tuple(part(held, each) for each in every if not each.is_waiting),
        carried=tuple(Link(each.title, each.address) for each in held.carried),
        confirms=str(confirming(made.owner).label),
        is_of_all=held.review is not None or held.may_confirm,
    )


def _review(held: Held) -> Link | None:
    if held.review is None:
        return None
    return Link(held.review.title, reverse("recommendations:of-review", args=[held.review.pk]))


def part(held: Held, of: Progress) -> AgencyPart:
    actions = [
        replace(each, kind="secondary" if number else "primary") for number, each in enumerate(_actions(held, of))
    ]
    return AgencyPart(of.agency, held.title_of(of), _tag(held, of), tuple(_rows(held, of)), tuple(actions))


def _tag(held: Held, of: Progress) -> Tag:
    tag = words.TAGS[of.state]
    is_late = of.is_waiting and any(duty.due_at < held.now for duty in held.owed(of))
    return Tag(f"{tag.text}: overdue", "overdue") if is_late else tag


def _rows(held: Held, of: Progress) -> Iterator[Row]:
    """Soonest first what is owed; then what was said, in the order in which it is looked for."""
    for duty in held.owed(of):
        clock = dates.clock(duty.due_at, held.now).words
        href = reverse("worklist:duty", args=[duty.pk]) if held.desk.owes(duty) else ""
        yield Row("Owed", f"{clock}: {duty.title}", href=href)
    for number, step in enumerate(of.steps, 1):
        yield from _of_step(step, held.people, f"Action {number}: " if len(of.steps) > 1 else "")
    if of.looks and of.state in (State.CONFIRMED, State.ASKED_BACK):
        yield Row("What the Board said", values=_look(of.looks[-1]))
    if of.tests:
        yield Row("What a test found", values=tuple(line for each in of.tests for line in _test(each)))
    if of.closed_at:
        yield Row("Closed", dates.in_short(of.closed_at))
    yield Row("Asked", dates.in_short(of.asked_at))
    if held.may_confirm and of.closed_at is None and policies.has_answered(held.viewer, of):
        yield Row("Who looks at it", "Somebody else of the Board, because you answered it yourself")


def _of_step(step: Step, people: Mapping[str, str], number: str) -> Iterator[Row]:
    yield Row(_key(number, "What they will do"), step.plan.action)
    yield Row(_key(number, "Who sees to it"), people.get(step.plan.owner, step.plan.owner))
    yield Row(_key(number, "In place by"), dates.day_in_words(step.plan.due_on))
    yield Row(_key(number, "How anybody will know"), step.plan.measure)
    if step.evidence:
        shown = tuple(line for each in step.evidence for line in _evidence(each))
        yield Row(_key(number, "What shows it"), values=shown)


def _key(number: str, words: str) -> str:
    return number + lower_first(words) if number else words


def _look(look: Look) -> tuple[str, ...]:
    said = "What was done is enough" if look.is_enough else "Asked back"
    return tuple(filter(None, (f"{said} ({dates.in_short(look.at)})", look.words)))


def _evidence(given: Evidence) -> tuple[str, ...]:
    return tuple(filter(None, (f"{given.words} ({dates.in_short(given.at)})", given.link)))


def _test(test: Test) -> tuple[str, ...]:
    head = f"{test.result.capitalize()}: {test.how}, {dates.in_short(test.at)}"
    return tuple(filter(None, (head, test.words, test.data)))


def _actions(held: Held, of: Progress) -> Iterator[Action]:
    about, key = held.title_of(of), held.recommendation.key
    if policies.can_answer(held.viewer, of) and of.is_waiting:
        yield _action("Say what you will do", "accept", about, key)
    if policies.can_show(held.viewer, of) and of.state in policies.SHOWING:
        yield _action("Show what you did", "show", about, key)
    if policies.can_answer(held.viewer, of) and of.state in policies.ACCEPTING:
        yield from _to_change(of, about, key)
    if policies.has_answered(held.viewer, of):
        return
    if held.may_confirm and of.state in policies.LOOKING:
        yield _action("Say whether it is enough", "look", about, key, of.agency)
    if held.may_look:
        if policies.can_be_tested(of):
            yield _action("Test whether it works", "test", about, key, of.agency)
            yield _action("Count duties before and after", "figure", about, key, of.agency)
        if of.state == State.WORKS:
            yield _action("Close it", "close", about, key, of.agency)


def _to_change(of: Progress, about: str, key: str) -> Iterator[Action]:
    """Each action has its own person and its own day."""
    for number, step in enumerate(of.steps, 1):
        words = f"Change action {number}" if len(of.steps) > 1 else "Change what you will do"
        change = _action(words, "accept", about, key)
        yield replace(change, href=f"{change.href}?{urlencode({'step': step.key})}")
    if not of.is_waiting:
        yield _action("Add an action", "accept", about, key)


def _action(text: str, name: str, about: str, *args: str) -> Action:
    return Action(text, reverse(f"recommendations:{name}", args=args), about)

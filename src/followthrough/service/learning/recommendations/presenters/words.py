"""How does each state of a recommendation read, and what does it look like?"""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from followthrough.service.core.viewer import Viewer
from followthrough.service.design.components import Row, Tag
from followthrough.service.learning.recommendations.models import GROUPS, Owner, Recommendation
from followthrough.service.learning.recommendations.policies import visible_recommendations
from followthrough.service.learning.recommendations.queries.progress import Progress, State

TAGS = {
    State.ASKED: Tag("Not answered", "due"),
    State.ACCEPTED: Tag("Accepted", "waiting"),
    State.SHOWN: Tag("Shown: to be looked at", "waiting"),
    State.CONFIRMED: Tag("Done, not tested yet", "waiting"),
    State.ASKED_BACK: Tag("Asked back", "due"),
    State.WORKS: Tag("It works", "done"),
    State.REOPENED: Tag("Open again: it did not work", "due"),
    State.CLOSED: Tag("Closed", "done"),
}
FEW = 3


def owner_words(made: Recommendation, titles: Mapping[str, str]) -> str:
    """All agencies, the group, or the agencies by title."""
    if made.owner == Owner.ALL or made.owner in GROUPS:
        return Owner(made.owner).label
    return ", ".join(sorted(titles.get(each, each) for each in made.asked))


def row_of(viewer: Viewer, key: str) -> Row:
    """For a page of what carries it: its words and its page for whoever may read it, else its key alone."""
    made = visible_recommendations(viewer).filter(key=key).first()
    if made is None:
        return Row("Recommendation", key)
    return Row("Recommendation", str(made), href=reverse("recommendations:recommendation", args=[key]))


def answered_words(progress: tuple[Progress, ...]) -> str:
    answered = sum(not each.is_waiting for each in progress)
    return f"{answered} of {len(progress)}"


def waiting_words(progress: tuple[Progress, ...], titles: Mapping[str, str]) -> str:
    """Who has not answered: agencies, never persons."""
    names = sorted(titles.get(each.agency, each.agency) for each in progress if each.is_waiting)
    if not names:
        return "All have answered"
    more = len(names) - FEW
    return ", ".join(names[:FEW]) + (f" and {more} more" if more > 0 else "")


def sentence(progress: tuple[Progress, ...]) -> str:
    waiting = sum(each.is_waiting for each in progress)
    awaited = f"The answer of {waiting} of {len(progress)} is awaited" if waiting else "No answer is awaited"
    return f"{awaited}. Shown to work: {effect_words(progress)}."


def effect_words(progress: tuple[Progress, ...]) -> str:
    works = sum(each.state in (State.WORKS, State.CLOSED) for each in progress)
    return f"{works} of {len(progress)}"

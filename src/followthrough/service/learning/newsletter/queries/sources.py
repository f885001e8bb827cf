"""What do reviews tell of each child? Facts, learning, findings and recommendations, each with where it is from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from followthrough.procedures.model.event import Subject
from followthrough.service.agencies.queries import agencies
from followthrough.service.chronology.queries import Chronicle, chronicle
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.newsletter.composing import Source, Told
from followthrough.service.learning.recommendations.models import Owner, Recommendation
from followthrough.service.learning.reviews.models import REVIEW, Finding, Review, Reviewed

BEGAN, AGREED, ISSUED = "review.began", "learning.agreed", "briefing.issued"


def told(viewer: Viewer, reviews: Sequence[Review]) -> list[Told]:
    """Of each child, review by review, in the order in which papers number them."""
    names = {each.pk: each.kind.replace("-", " ").capitalize() for each in agencies()}
    return [
        _told(chronicle(viewer, Subject(REVIEW, review.pk)), review, child, names, is_first=place == 0)
        for review in reviews
        for place, child in enumerate(review.children.all())
    ]


def _told(held: Chronicle, review: Review, child: Reviewed, names: dict[str, str], *, is_first: bool) -> Told:
    """What a review says of no child in particular stands with the first."""
    found = [each for each in _findings(review) if each.child_id == child.pk or (is_first and each.child_id is None)]
    asks = [each for each in _recommendations(review, held) if _is_about(each, child, is_first=is_first)]
    return Told(
        facts=tuple(_said(held, BEGAN, f"Why the review “{review.title}” began")) if is_first else (),
        learning=tuple(_said(held, AGREED, f"What was agreed to be learnt from “{review.title}”")) if is_first else (),
        findings=tuple(
            Source(each.words, f"Finding of “{review.title}”, {each.theme.title}", each.theme.title, each.side)
            for each in found
        ),
        asks=tuple(Source(each.words, f"Recommendation {each.key}", owner=_owner(each, names)) for each in asks),
    )


def _said(held: Chronicle, kind: str, origin: str) -> Iterator[Source]:
    """The words of such events, a line each."""
    for entry in held.entries:
        if entry.event.kind == kind and not entry.is_taken_back:
            words = str(entry.event.data.get("words", ""))
            yield from (Source(line.strip(), origin) for line in words.splitlines() if line.strip())


def _findings(review: Review) -> list[Finding]:
    return list(review.findings.filter(taken_back_at=None).select_related("theme"))


def _recommendations(review: Review, held: Chronicle) -> list[Recommendation]:
    """By owner, and then in the order in which they were made, as the record tells it."""
    asked = [str(each.event.data.get("recommendation", "")) for each in held.entries]
    owners = {key: place for place, key in enumerate(Owner.values)}
    found = Recommendation.objects.filter(review=review).prefetch_related("findings")
    return sorted(found, key=lambda each: (owners[each.owner], asked.index(each.key) if each.key in asked else 0))


def _is_about(asked: Recommendation, child: Reviewed, *, is_first: bool) -> bool:
    about = {each.child_id for each in asked.findings.all()} - {None}
    return child.pk in about if about else is_first


def _owner(asked: Recommendation, names: dict[str, str]) -> str:
    """One agency by its kind: a school that is named says where the child goes."""
    if asked.owner == Owner.AGENCY:
        return ", ".join(names.get(key, key) for key in asked.asked)
    return str(Owner(asked.owner).label)


def open_learning(viewer: Viewer, review_ids: Sequence[str]) -> list[tuple[str, str]]:
    """(review, key) of what was agreed and has gone out in no briefing yet."""
    found = []
    for review in review_ids:
        events = [each.event for each in chronicle(viewer, Subject(REVIEW, review)).entries]
        issued = {str(each.data["learning"]) for each in events if each.kind == ISSUED}
        agreed = (str(each.data["learning"]) for each in events if each.kind == AGREED)
        found += [(review, key) for key in agreed if key not in issued]
    return found

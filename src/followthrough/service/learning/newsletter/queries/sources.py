"""What do reviews tell of each child? Facts, learning, findings and recommendations, each with where it is from.

Facts are why the review began, and the episodes that the panel put together of the child. Where there is neither, they
are the entries that the findings rest on, each told by its kind: words of the record are never taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import CHILD, NotVisible
from followthrough.service.access.reading import open_child
from followthrough.service.agencies.queries import agencies
from followthrough.service.chronology.queries import Chronicle, Entry, chronicle
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.newsletter.composing import Source, Told
from followthrough.service.learning.recommendations.models import Owner, Recommendation
from followthrough.service.learning.reviews.models import REVIEW, Episode, Finding, Review, Reviewed
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.same import folding

BEGAN, AGREED, ISSUED = "review.began", "learning.agreed", "briefing.issued"


def told(viewer: Viewer, reviews: Sequence[Review]) -> list[Told]:
    """Of each child, review by review, in the order in which papers number them."""
    names = {each.pk: each.kind.replace("-", " ").capitalize() for each in agencies()}
    return [
        _told(viewer, chronicle(viewer, Subject(REVIEW, review.pk)), review, child, names, is_first=place == 0)
        for review in reviews
        for place, child in enumerate(review.children.all())
    ]


def _told(
    viewer: Viewer, held: Chronicle, review: Review, child: Reviewed, names: dict[str, str], *, is_first: bool
) -> Told:
    """What a review says of no child in particular stands with the first."""
    found = [each for each in _findings(review) if each.child_id == child.pk or (is_first and each.child_id is None)]
    asks = [each for each in _recommendations(review, held) if _is_about(each, child, is_first=is_first)]
    return Told(
        facts=tuple(_facts(viewer, held, review, child, found, is_first=is_first)),
        learning=tuple(_said(held, AGREED, f"What was agreed to be learnt from “{review.title}”")) if is_first else (),
        findings=tuple(
            Source(each.words, f"Finding of “{review.title}”, {each.theme.title}", each.theme.title, each.side)
            for each in found
        ),
        asks=tuple(Source(each.words, f"Recommendation {each.key}", owner=_owner(each, names)) for each in asks),
    )


def _facts(
    viewer: Viewer, held: Chronicle, review: Review, child: Reviewed, findings: Sequence[Finding], *, is_first: bool
) -> Iterator[Source]:
    began = tuple(_said(held, BEGAN, f"Why the review “{review.title}” began")) if is_first else ()
    episodes = list(child.episodes.all())
    cited = {each.event_id for finding in findings for each in finding.citations.all()}
    yield from began
    if episodes:
        yield from _of_episodes(episodes, _entries(viewer, child), review)
    elif cited and not began:
        yield from _of_entries(cited, _entries(viewer, child), review)


def _entries(viewer: Viewer, child: Reviewed) -> tuple[Entry, ...]:
    """What stands in the child’s record, in order; none for a writer who may not open it."""
    try:
        open_child(viewer, child.child_id)
    except NotVisible:
        return ()
    folded = folding([child.child_id])
    found = chronicle(viewer, Subject(CHILD, folded.survivor(child.child_id)), folded)
    return tuple(each for each in found.entries if not each.is_taken_back)


def _of_episodes(episodes: Sequence[Episode], entries: Sequence[Entry], review: Review) -> Iterator[Source]:
    """In the order in which they happened; one without an entry that stands comes last."""
    places = {member.id: place for place, each in enumerate(entries) for member in each.chain.members}
    for each in sorted(episodes, key=lambda one: min((places.get(e, len(entries)) for e in one.events), default=0)):
        words = " ".join(filter(None, (f"{each.title.strip().rstrip('.')}.", *each.words.split())))
        yield Source(words, f"Episode of “{review.title}”")


def _of_entries(cited: set[str], entries: Sequence[Entry], review: Review) -> Iterator[Source]:
    kinds, before = rulebook.current().vocabulary.kinds, ""
    for each in entries:
        if each.root in cited and each.stood.kind != before:
            before = each.stood.kind
            yield Source(f"{kinds[before].title}.", f"Entries that findings of “{review.title}” rest on")


def _said(held: Chronicle, kind: str, origin: str) -> Iterator[Source]:
    """The words of such events, a line each."""
    for entry in held.entries:
        if entry.event.kind == kind and not entry.is_taken_back:
            words = str(entry.event.data.get("words", ""))
            yield from (Source(line.strip(), origin) for line in words.splitlines() if line.strip())


def _findings(review: Review) -> list[Finding]:
    return list(review.findings.filter(taken_back_at=None).select_related("theme").prefetch_related("citations"))


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

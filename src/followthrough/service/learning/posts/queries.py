"""What stands in the register, by when is training to be renewed, and which posts are vacant?"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.posts.models import Holding, Post
from followthrough.service.ledger import queries as ledger
from followthrough.service.ledger.models import Duty


@dataclass(frozen=True)
class Entry:
    """A post with who fills it now, and what the rules ask of that now, the first due first."""

    post: Post
    holding: Holding | None
    owed: tuple[Duty, ...]


def register(viewer: Viewer) -> list[Entry]:
    """The posts of the viewer's agency."""
    current = Prefetch("holdings", queryset=Holding.objects.filter(until=None), to_attr="current")
    posts = list(Post.objects.filter(agency=viewer.agency, ended_on=None).prefetch_related(current))
    holdings = {each.pk: next(iter(each.current), None) for each in posts}
    owed = _owed([each for each in holdings.values() if each])
    return [Entry(each, holdings[each.pk], tuple(owed.get(each.pk, ()))) for each in posts]


def entry(post: Post) -> Entry:
    holding = post.holdings.filter(until=None).first()
    return Entry(post, holding, tuple(_owed([holding]).get(post.pk, ())) if holding else ())


def before(post: Post) -> list[Holding]:
    return list(post.holdings.exclude(until=None))


def vacancies(viewer: Viewer) -> list[Post]:
    """Of every agency that row-level security shows, the longest vacant first; no name is read."""
    found = Post.objects.exclude(vacant_since=None).filter(ended_on=None).select_related("agency")
    return list(found.order_by("-is_required", "vacant_since", "agency__title", "title"))


def _owed(holdings: list[Holding]) -> dict[str, list[Duty]]:
    """What waits to be done because somebody fills the post, or was trained and has to be again, by post."""
    posts = {event: each.post_id for each in holdings for event in each.events}
    found: dict[str, list[Duty]] = {}
    for duty, _ in ledger.begun_by(posts) if posts else ():
        if duty.trigger in posts and duty.state in ledger.WAITING:
            found.setdefault(posts[duty.trigger], []).append(duty)
    return found

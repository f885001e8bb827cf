"""What people do with the register: add a post, say who fills it and who covers, what training they had, who left.

Each that a clock rests on is an event about the agency, in the same transaction as its row.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON
from followthrough.service.learning.posts import policies
from followthrough.service.learning.posts.models import Group, Holding, Post
from followthrough.service.ledger.actions import NewEvent, record


class CannotDo(ValueError):
    """The message says what to do."""


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    return ("post.filled", "post.left", "training.attended", "training.update-read")


@transaction.atomic
def add(*, title: str, group: str, level: str, is_required: bool, by: Viewer) -> Post:
    """It is vacant until somebody is said to fill it."""
    policies.check_can_keep(by)
    post = Post.objects.create(
        agency_id=by.agency, title=title, group=group, level=level, is_required=is_required, vacant_since=today()
    )
    audit.record("post.added", by=by, detail={"post": post.pk})
    return post


@transaction.atomic
def fill(*, post: Post, holder: str, since: date, covered_by: str, by: Viewer) -> Holding:
    """Raises CannotDo where somebody fills it already, or on a day that is not over or before the last one left."""
    held = _locked(post, by)
    if held.vacant_since is None:
        raise CannotDo("Somebody fills this post already. Say first that they have left.")
    last = held.holdings.order_by("-until").first()
    if last is not None and last.until is not None and since < last.until:
        raise CannotDo("That is before the last holder left. Enter a later day.")
    event = _happened("post.filled", held, _day(since), by, group=held.group, level=held.level)
    held.vacant_since = None
    held.save(update_fields=["vacant_since"])
    return Holding.objects.create(post=held, holder=holder, since=since, covered_by=covered_by, events=[event])


@transaction.atomic
def leave(*, post: Post, until: date, by: Viewer) -> None:
    """The post is vacant from then on, and the Board sees it."""
    held, holding = _filled(post, by)
    if _day(until) < holding.since:
        raise CannotDo("That is before they began. Enter a later day.")
    holding.until = _day(until)
    holding.save(update_fields=["until"])
    held.vacant_since = until
    held.save(update_fields=["vacant_since"])
    _happened("post.left", held, until, by)


@transaction.atomic
def cover(*, post: Post, covered_by: str, by: Viewer) -> None:
    held, holding = _filled(post, by)
    holding.covered_by = covered_by
    holding.save(update_fields=["covered_by"])
    audit.record("post.cover-changed", by=by, detail={"post": held.pk})


@transaction.atomic
def train(*, post: Post, on: date, level: str, by: Viewer) -> None:
    """A course at the level of the post, or above: it ends what the rules ask, until it is to be renewed."""
    held, holding = _filled(post, by)
    if level < held.level:
        raise CannotDo(f"This post needs {held.level}. A course below it does not do.")
    _in_post(holding, on)
    if holding.trained_on is None or on >= holding.trained_on:  # an earlier course may be written down later
        holding.level_held, holding.trained_on = level, on
    holding.events = [*holding.events, _happened("training.attended", held, on, by, level=level)]
    holding.save(update_fields=["level_held", "trained_on", "events"])


@transaction.atomic
def update(*, post: Post, on: date, by: Viewer) -> None:
    """What a school's safeguarding lead reads or hears each year between courses."""
    held, holding = _filled(post, by)
    if held.group != Group.LEAD:
        raise CannotDo("The rules ask for a yearly update of a school’s safeguarding lead alone.")
    _in_post(holding, on)
    holding.updated_on = max(on, holding.updated_on or on)
    holding.events = [*holding.events, _happened("training.update-read", held, on, by)]
    holding.save(update_fields=["updated_on", "events"])


@transaction.atomic
def end(*, post: Post, by: Viewer) -> None:
    """The agency has this post no more."""
    held = _locked(post, by)
    if held.vacant_since is None:
        raise CannotDo("Somebody fills this post. Say first that they have left.")
    held.ended_on = today()
    held.save(update_fields=["ended_on"])
    audit.record("post.ended", by=by, detail={"post": held.pk})


def today() -> date:
    return clock.now().astimezone(LONDON).date()


def _locked(post: Post, by: Viewer) -> Post:
    policies.check_can_see(by, post.pk)
    held = Post.objects.select_for_update().filter(pk=post.pk).first()  # none that has ended can be locked
    if held is None:
        raise CannotDo("This post has ended. Add it again where it is needed again.")
    return held


def _filled(post: Post, by: Viewer) -> tuple[Post, Holding]:
    held = _locked(post, by)
    holding = held.holdings.filter(until=None).first()
    if holding is None:
        raise CannotDo("Nobody fills this post. Say first who does.")
    return held, holding


def _in_post(holding: Holding, on: date) -> None:
    """The rules count from when somebody began the post."""
    if _day(on) < holding.since:
        raise CannotDo("That is before they began this post. Enter what they had since.")


def _day(on: date) -> date:
    if on > today():
        raise CannotDo("That day has not come yet. Enter today or an earlier day.")
    return on


def _happened(kind: str, post: Post, on: date, by: Viewer, **said: type_of_value) -> str:
    """At the first moment of the day, or now where that is today and the order of two things on it counts."""
    at = clock.now() if on == today() else datetime.combine(on, time(), tzinfo=LONDON)
    about = Subject("agency", post.agency_id)
    made = record([NewEvent(kind=kind, subject=about, occurred_from=at, data={"post": post.pk, **said})], by=by)
    return made.event_ids[0]

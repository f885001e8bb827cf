"""Which posts with children stand in Wealdshire's registers when the demo begins? Of a school and of the hospital.

One training is soon to be renewed, one post is covered while its holder is away, two are vacant. Names are invented.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final

from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.learning.posts import actions
from followthrough.service.learning.posts.models import Group, Level, Post

SCHOOL, HOSPITAL = "helen.marsh", "fatima.noor"
VACANT_FROM: Final = datetime(2013, 2, 18, 10, tzinfo=UTC)


def enter() -> None:
    with clock.use(clock.FixedClock(VACANT_FROM)):
        _of(SCHOOL, _vacant("Attendance officer", Group.OTHER, Level.TWO, is_required=False))
        _of(HOSPITAL, _vacant("Named doctor", Group.HEALTH, Level.FOUR, is_required=True))
    _of(SCHOOL, _lead)
    _of(HOSPITAL, _named_midwife)


def _lead(by: Viewer) -> None:
    """The yearly update and the course are both to be renewed this spring."""
    post = actions.add(
        title="Designated safeguarding lead", group=Group.LEAD, level=Level.THREE, is_required=True, by=by
    )
    actions.fill(post=post, holder="Helen Marsh", since=date(2011, 4, 18), covered_by="", by=by)
    actions.train(post=post, on=date(2011, 5, 9), level=Level.THREE, by=by)
    actions.update(post=post, on=date(2012, 4, 23), by=by)


def _named_midwife(by: Viewer) -> None:
    post = actions.add(title="Named midwife", group=Group.HEALTH, level=Level.THREE, is_required=True, by=by)
    actions.fill(
        post=post,
        holder="Ada Frost",
        since=date(2012, 9, 3),
        covered_by="Ben Hale, until she is back on 15 April",
        by=by,
    )
    actions.train(post=post, on=date(2012, 10, 8), level=Level.THREE, by=by)


def _vacant(title: str, group: Group, level: Level, *, is_required: bool) -> Callable[[Viewer], Post]:
    return lambda by: actions.add(title=title, group=group, level=level, is_required=is_required, by=by)


def _of(username: str, write: Callable[[Viewer], object]) -> None:
    viewer = viewer_of(Practitioner.objects.get(username=username))
    with acting(viewer):
        write(viewer)

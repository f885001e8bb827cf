"""Makes the pack of a shift, each making written down; and makes it by itself before each shift."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import CHILD
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.queries import teams, viewer_of
from followthrough.service.core import audit, clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.outofhours import presenters, queries
from followthrough.service.outofhours.sealing import check_password, sealed_file
from followthrough.service.outofhours.shifts import Shift, shift_of

BY = Viewer.system("out-of-hours-pack")
AGAIN = timedelta(hours=1)  # during a shift a new one takes the place of the old; our default
_NAMED = "%Y-%m-%dT%H%MZ"
_log = logging.getLogger(__name__)


class CannotMake(Exception):
    """There is no pack to be made; the message says why."""


def next_shift(team: Team) -> Shift:
    shift = shift_of(team, [each for each in teams() if each.agency_id == team.agency_id], clock.now())
    if shift is None:
        raise CannotMake(
            f"The hours of the day team of {team.agency} are not known, so nobody can say when cover ends."
        )
    return shift


def make_pack(*, team: Team, out: Path, password: str) -> int:
    """Returns how many open cases it holds. When it cannot be written down in the audit, there is no pack."""
    check_password(password)
    shift, answering = next_shift(team), queries.answers_for(team)
    if answering is None:
        raise CannotMake(f"Nobody belongs to {team}, so nobody may read its pack.")
    viewer = viewer_of(answering)
    with transaction.atomic(), acting(viewer):
        children = queries.open_children(viewer)
        page = render_to_string("outofhours/pack.html", {"pack": _pack(viewer, shift, children)})
        # The device's clock is the real one; the service's may stand still, in the demo.
        expires_at = clock.real_now() + (shift.ends_at - clock.now())
        _audit(shift, viewer, [child.pk for child in children], expires_at)
        title = f"Out-of-hours pack: {team.title}"
        _write(out, sealed_file(page, title=title, password=password, expires_at=expires_at))
    return len(children)


def make_due() -> int:
    """For the sweep: a pack for each shift that is near or runs, anew each hour. What has expired is deleted."""
    folder, password = settings.FOLLOWTHROUGH_PACK_FOLDER, settings.FOLLOWTHROUGH_PACK_PASSWORD
    if not folder or not password:
        return 0
    _delete_expired(Path(folder))
    return sum(_make_if_due(team, Path(folder), password) for team in queries.night_teams())


def _make_if_due(team: Team, folder: Path, password: str) -> bool:
    try:
        shift = next_shift(team)
        ends = clock.real_now() + (shift.ends_at - clock.now())
        out = folder / f"out-of-hours-{team.agency_id}-{team.slug}-until-{ends.astimezone(UTC):{_NAMED}}.html"
        if not shift.is_near(clock.now()) or _is_fresh(out):
            return False
        make_pack(team=team, out=out, password=password)
    except Exception:  # one team's pack that fails must not cost another team theirs, nor stop the clocks
        _log.exception("The out-of-hours pack of %s could not be made; the next sweep tries again.", team.key)
        return False
    return True


def _is_fresh(path: Path) -> bool:
    if not path.exists():
        return False
    made_at = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
    return clock.real_now() - made_at < AGAIN


def _delete_expired(folder: Path) -> None:
    for path in folder.glob("out-of-hours-*-until-*.html"):
        until = datetime.strptime(path.stem.rpartition("-until-")[2], _NAMED).replace(tzinfo=UTC)
        if until <= clock.real_now():
            path.unlink(missing_ok=True)


def _pack(viewer: Viewer, shift: Shift, children: list[queries.Child]) -> presenters.Pack:
    names = {child.pk: child.name for child in children}
    return presenters.pack(
        shift,
        clock.now(),
        queries.staffed(shift),
        queries.numbers(shift),
        queries.urgent_shares(viewer),
        queries.owed_tonight(viewer, shift),
        names,
        [presenters.case_shown(case) for case in queries.cases(viewer, children)],
    )


def _audit(shift: Shift, viewer: Viewer, children: list[str], expires_at: datetime) -> None:
    told = {"pack": new_id(), "as": viewer.practitioner_id, "team": shift.team.key}
    for child in children:
        audit.record("pack.included", by=BY, subject=Subject(CHILD, child), detail=told)
    more = {"children": len(children), "expires_at": expires_at.isoformat(timespec="seconds")}
    audit.record("pack.made", by=BY, detail=told | more)


def _write(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    growing = path.with_name(f".{path.name}.growing")
    growing.unlink(missing_ok=True)
    descriptor = os.open(growing, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(words)
    growing.replace(path)

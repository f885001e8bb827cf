"""A gap in a rota is an event with a duty, found well ahead; and so is that somebody was named for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.agencies.models import Shift, Team
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.cover.filling import Stretch
from followthrough.service.cover.models import Gap, RotaChange
from followthrough.service.cover.presenters.words import title_of
from followthrough.service.cover.queries.rota import coming_gaps
from followthrough.service.ledger.actions import NewEvent, record

BY: Final = Viewer.system("cover")
# Whoever is writing a rota is not told of what they have not come to yet, unless it is near. Our defaults.
AT_WORK: Final = timedelta(minutes=30)
NEAR: Final = timedelta(hours=24)


def find() -> int:
    """For the sweep: what the day has brought nearer. Returns how many gaps are new."""
    return look_again(None)


def look_again(teams: Iterable[Team] | None) -> int:
    """Compare the rotas of these teams, or of all, with the gaps that were found; tell what is new or filled."""
    only = None if teams is None else {team.pk for team in teams}
    now = clock.now()
    with transaction.atomic(), acting(BY):
        known = Gap.objects.select_for_update().filter(filled_at=None)
        known = known if only is None else known.filter(team__in=only)
        open_gaps = {gap.place: gap for gap in known.select_related("team")}
        standing = {
            _place(team, level, gap): (team, level, gap)
            for team, level, gap in coming_gaps(now)
            if only is None or team.pk in only
        }
        filled = [gap for place, gap in open_gaps.items() if place not in standing and _is_named(gap, now)]
        unknown = {place: each for place, each in standing.items() if place not in open_gaps}
        busy = _being_written(now) if unknown else set()
        new = [
            _found(team, level, gap, place, now)
            for place, (team, level, gap) in unknown.items()
            if gap.starts_at <= now + NEAR or team.pk not in busy
        ]
        events = [*(_filling(gap, now) for gap in filled), *new]
        if events:
            record(events, by=BY)
        return len(new)


def _being_written(now: datetime) -> set[int]:
    return set(RotaChange.objects.filter(at__gt=now - AT_WORK).values_list("team", flat=True))


def _found(team: Team, level: str, gap: Stretch, place: str, now: datetime) -> NewEvent:
    """A gap that was filled and opens again at the same place is another one, with a duty of its own."""
    before = Gap.objects.filter(place=place).count()
    key = f"{place}.{before + 1}" if before else place
    Gap.objects.create(key=key, place=place, team=team, level=level, starts_at=gap.starts_at, found_at=now)
    return NewEvent(
        id=_event("found", key),
        kind="rota.gap-found",
        subject=Subject("agency", team.agency_id),
        occurred_from=now,
        agency=team.agency_id,
        data={
            "gap": key,
            "covering_agency": team.agency_id,
            "starts_at": max(gap.starts_at, now),
            "level": title_of(level),
        },
    )


def _filling(gap: Gap, now: datetime) -> NewEvent:
    Gap.objects.filter(pk=gap.pk).update(filled_at=now)
    agency = gap.team.agency_id
    return NewEvent(
        id=_event("filled", gap.key),
        kind="rota.filled",
        subject=Subject("agency", agency),
        occurred_from=now,
        agency=agency,
        data={"gap": gap.key, "level": title_of(gap.level)},
    )


def _event(what: str, key: str) -> str:
    """The same for the same gap, so that no two sweeps can record it twice; short, however long a team's name is."""
    return hashlib.sha256(f"rota-gap {what} {key}".encode()).hexdigest()[:32]


def _is_named(gap: Gap, now: datetime) -> bool:
    """Somebody is named now where the gap began, or has come on duty since; one that passed empty stays unfilled."""
    at = max(gap.starts_at, now)
    named = Shift.objects.filter(team=gap.team, level=gap.level, practitioner__isnull=False)
    return named.filter(starts_at__lte=at, ends_at__gt=at).exists()


def _place(team: Team, level: str, gap: Stretch) -> str:
    return f"{team.agency_id}.{team.slug}.{level}.{gap.starts_at:%Y%m%dT%H%M}"

"""Loads the example partnership into an empty database, all of it or nothing."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError
from django.db import connections, transaction

from followthrough.procedures.language.histories import load_story
from followthrough.service.agencies import DEMO_ADDRESS
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from followthrough.service.demo import (
    actions,
    adopting,
    archive,
    around,
    caselist,
    chapters,
    cover,
    directory,
    family,
    post,
    posts,
    reported,
    reviewed,
    rotas,
    twice,
)
from followthrough.service.demo.clock import LIVE_FROM, START, DemoClock, set_time
from followthrough.service.demo.models import DemoTime
from followthrough.service.demo.replaying import LOADING, Replayed, replay
from followthrough.service.ledger import rulebook, sweep

MOST_SWEEPS = 50
KEPT = ("django_migrations", "django_content_type", "auth_permission")


def is_loaded() -> bool:
    return DemoTime.objects.filter(is_loaded=True).exists()


class NotTheDemos(CommandError):
    """The database holds a real partnership; the message says what to do."""


def _refuse_a_real_partnership() -> None:
    others = Practitioner.objects.exclude(email__endswith=DEMO_ADDRESS).count()
    if others:
        raise NotTheDemos(
            f"This database holds {others} people who are not the demo's, so it is neither loaded nor emptied. "
            "Give the demo a database of its own."
        )


@transaction.atomic
def load(stories: Path) -> Replayed:
    """Agencies, people, and what the stories tell up to the demo's start; then the sweep, once."""
    _refuse_a_real_partnership()
    vocabulary = rulebook.current().vocabulary
    told = [load_story(path, vocabulary) for path in sorted(stories.glob("*.yaml"))]
    first = min((event.recorded_at for story in told for event in story.history.events), default=START)
    standing = clock.FixedClock(first)
    with acting(LOADING):
        with clock.use(standing):
            directory.load()
            with clock.use(clock.FixedClock(LIVE_FROM)):
                adopting.adopt()
            cover.sign()
            rotas.keep()
            done = replay(told, START, standing)
            with clock.use(clock.FixedClock(LIVE_FROM)):
                archive.enter()
                around.enter()
                reviewed.enter()
                reported.sign()
                chapters.enter()
                posts.enter()
            twice.enter()
            family.enter()
            post.arrive()
            caselist.bring()
            set_time(standing.now())
        with clock.use(DemoClock()):
            _sweep_all()
            actions.pass_time(until=START)
    DemoTime.objects.update(is_loaded=True)
    return done


def _sweep_all() -> None:
    """Until nothing is left to do; a history that cannot be assessed is told by the sweep and does not hold us."""
    for _ in range(MOST_SWEEPS):
        report = sweep.run_once()
        if not (report.assessed or report.fired):
            return


def empty() -> None:
    """Throw everything away, as the owner of the tables. The guards of append-only tables stand aside for it, which
    nobody but the owner can make them do.
    """
    _refuse_a_real_partnership()
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' and tableowner = current_user")
        tables = sorted({name for (name,) in cursor.fetchall()} - set(KEPT))
        for table in tables:
            cursor.execute(f'alter table "{table}" disable trigger user')
        cursor.execute("truncate " + ", ".join(f'"{table}"' for table in tables) + " restart identity")
        for table in tables:
            cursor.execute(f'alter table "{table}" enable trigger user')

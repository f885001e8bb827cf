"""A rota that comes as a file: good rows are put in, bad ones are said, and the same file again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from followthrough.service.agencies.models import Shift, Team
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.cover import policies
from followthrough.service.cover.actions import rota
from followthrough.service.cover.actions.gaps import look_again
from followthrough.service.cover.models import RotaFile
from followthrough.service.cover.presenters.words import shift_words
from followthrough.service.cover.reading import Row


class Fate(StrEnum):
    NEW = "will be put in"
    NAMED = "gets its name"
    THERE = "is there already"
    REFUSED = "cannot be put in"


@dataclass(frozen=True)
class Outcome:
    row: Row
    fate: Fate
    words: str


@transaction.atomic
def bring(*, team: Team, name: str, text: str, by: Viewer) -> RotaFile:
    policies.check_can_keep(by, team.agency_id)
    return RotaFile.objects.create(
        team=team, name=name[:120], text=text, brought_by=by.practitioner_id, brought_at=clock.now()
    )


@transaction.atomic
def name_columns(*, file: RotaFile, columns: dict[str, str], by: Viewer) -> None:
    policies.check_can_keep(by, file.team.agency_id)
    file.columns = columns
    file.save(update_fields=["columns"])


def preview(*, team: Team, rows: Iterable[Row]) -> list[Outcome]:
    """What would become of each row, found by doing it and taking all of it back."""
    with transaction.atomic():
        found = [_place(team, row) for row in rows]
        transaction.set_rollback(True)
    return found


@transaction.atomic
def put_in_all(*, file: RotaFile, rows: Iterable[Row], by: Viewer) -> list[Outcome]:
    """Good rows; the others stay out, each with its reason."""
    policies.check_can_keep(by, file.team.agency_id)
    found = [_place(file.team, row) for row in rows]
    done = [each for each in found if each.fate in (Fate.NEW, Fate.NAMED)]
    if done:
        rota.write(file.team, None, f"{len(done)} shifts came from the file {file.name}.", by)
        look_again([file.team])
    return found


def _place(team: Team, row: Row) -> Outcome:
    if row.problem or row.starts_at is None or row.ends_at is None:
        return Outcome(row, Fate.REFUSED, row.problem)
    slot = {"team": team, "level": row.level, "starts_at": row.starts_at, "ends_at": row.ends_at}
    shift = Shift.objects.select_related("practitioner").filter(**slot).first()
    if shift is None:
        shift, fate = Shift(**slot, practitioner=row.person, role=row.role, telephone=row.telephone), Fate.NEW
    elif row.person is None or shift.practitioner == row.person:
        return Outcome(row, Fate.THERE, shift_words(shift))
    elif shift.practitioner is not None:
        return Outcome(row, Fate.REFUSED, f"{shift.practitioner.name} is on this shift. Change it on its own page.")
    else:
        shift.practitioner, fate = row.person, Fate.NAMED
    try:
        rota.save(shift)
    except rota.CannotRoster as refusal:
        return Outcome(row, Fate.REFUSED, str(refusal))
    return Outcome(row, fate, shift_words(shift))

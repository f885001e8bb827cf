"""A file of rows waits, sealed, until a person has seen what it would bring; then its good rows come in, each once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from django.db.models import Q

from followthrough.service.access.policies import NotVisible
from followthrough.service.agencies.models import Team
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.design.dates import LONDON
from followthrough.service.intake import tables
from followthrough.service.intake.actions import take_in
from followthrough.service.intake.models import Columns, Item, Upload
from followthrough.service.intake.tables import Row, Table


@as_part("intake")
def waiting(viewer: Viewer) -> list[Upload]:
    found = Upload.objects.filter(team__in=_teams(viewer), taken_at=None)
    return list(found.select_related("team__agency").order_by("at"))


@as_part("intake")
def upload(viewer: Viewer, upload_id: str) -> Upload:
    """Raises NotVisible: a file belongs to the team of whoever brought it."""
    found = Upload.objects.filter(pk=upload_id[:32], team__in=_teams(viewer)).select_related("team__agency").first()
    if found is None:
        raise NotVisible()
    return found


@as_part("intake")
def bring(*, raw: bytes, sender: str, by: Viewer) -> Upload:
    """Raises NoTable. The columns are those of this sender's last file."""
    table = tables.read(raw)
    team = _teams(by)[0]
    held = Columns.objects.filter(agency=by.agency, sender=sender).first()
    made = Upload.objects.create(
        team=team,
        sender=sender,
        by=by.practitioner_id,
        at=clock.now(),
        table=asdict(table),
        columns=tables.guessed(table.head, held.columns if held else {}),
    )
    audit.record("file.brought", by=by, detail={"upload": made.pk, "rows": len(table.rows)})
    return made


@as_part("intake")
def name_columns(*, upload: Upload, columns: Mapping[str, str], by: Viewer) -> None:
    """Remembered for the sender's next file."""
    upload.columns = dict(columns)
    upload.save(update_fields=["columns"])
    Columns.objects.update_or_create(
        agency=upload.team.agency_id, sender=upload.sender, defaults={"columns": dict(columns)}
    )


def rows_of(upload: Upload) -> list[Row]:
    table = Table(tuple(upload.table["head"]), tuple(tuple(row) for row in upload.table["rows"]))
    today = clock.now().astimezone(LONDON).date()
    return tables.rows_of(table, upload.columns, sender=upload.sender, today=today)


@as_part("intake")
def known(upload: Upload, rows: list[Row]) -> set[int]:
    """The numbers of rows that came in before, from this file or another, whatever their columns were said to mean."""
    came = {row.number: row.arrival for row in rows if row.arrival}
    keys, digests = [each.key for each in came.values()], [each.row for each in came.values()]
    found = Item.objects.filter(Q(key__in=keys) | Q(row__in=digests), sent_to=upload.team)
    held = {each for pair in found.values_list("key", "row") for each in pair if each}
    return {number for number, each in came.items() if each.key in held or each.row in held}


@as_part("intake")
def take(*, upload: Upload, by: Viewer) -> tuple[list[Item], int]:
    """What came in, and how many rows have to be put right: a file with such rows stays until it is discarded."""
    rows = rows_of(upload)
    taken = [take_in(arrival=row.arrival, team=upload.team) for row in rows if row.arrival]
    came = [item for item in taken if item]
    faulty = sum(row.arrival is None for row in rows)
    if not faulty:
        upload.taken_at = clock.now()
        upload.table = {"head": upload.table["head"], "rows": []}
        upload.save(update_fields=["taken_at", "table"])
    audit.record("file.taken-in", by=by, detail={"upload": upload.pk, "came": len(came), "faulty": faulty})
    return came, faulty


@as_part("intake")
def discard(*, upload: Upload, by: Viewer) -> None:
    audit.record("file.discarded", by=by, detail={"upload": upload.pk})
    upload.delete()


def _teams(viewer: Viewer) -> list[Team]:
    found = {team.key: team for team in Team.objects.filter(agency=viewer.agency).select_related("agency")}
    return [found[key] for key in viewer.teams if key in found]

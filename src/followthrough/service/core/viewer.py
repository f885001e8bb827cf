"""Who is acting? A practitioner with agency and teams, or a part of the system; and how the database is told.

Row-level security reads the viewer from the transaction, so a query without `acting` sees nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(frozen=True, slots=True)
class Viewer:
    """`teams` are written "agency/team"; `roles` are the role words held in any of them."""

    practitioner_id: str
    username: str
    agency: str
    teams: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    @classmethod
    def system(cls, name: str) -> Viewer:
        """A part of the system that acts by itself, such as the sweep."""
        return cls(f"system:{name}", name, "", (), ("system",))

    @property
    def is_system(self) -> bool:
        return "system" in self.roles


@contextmanager
def acting(viewer: Viewer) -> Iterator[None]:
    """Run the block as `viewer`, in one transaction; then be whoever it was before.

    When the block fails, the rollback gives the old viewer back.
    """
    with transaction.atomic():
        before = _current()
        _set(viewer.practitioner_id, viewer.agency)
        yield
        _set(*before)


def _current() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(app_viewer(), ''), coalesce(app_agency(), '')")
        viewer, agency = cursor.fetchone()
    return viewer, agency


def _set(viewer: str, agency: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('app.viewer', %s, true), set_config('app.agency', %s, true)", [viewer, agency]
        )

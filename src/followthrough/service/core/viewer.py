"""Who is acting? A practitioner with agency and teams, or a part of the system; and how the database is told.

Row-level security reads the viewer from the transaction, so a query without `acting` sees nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

from followthrough.service.core import clock, managing

P = ParamSpec("P")
R = TypeVar("R")
_SETTINGS = ("app.viewer", "app.agency", "app.moment")  # the moment tells whether what is open for a time is open now
# What stands on the left is worked out first: who it was, and then who it is.
_SET = (
    "select coalesce(app_viewer(), ''), coalesce(app_agency(), ''), coalesce(current_setting('app.moment', true), ''), "
    + ", ".join(f"set_config('{name}', %s, true)" for name in _SETTINGS)
)


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

    @property
    def follows_up(self) -> bool:
        return self.holds(managing.FOLLOWING_UP)

    def holds(self, roles: Collection[str]) -> bool:
        """Any of them, in any team."""
        return not set(self.roles).isdisjoint(roles)


NOBODY = Viewer("", "", "")  # a request of whom nobody knows: shown is nothing


@contextmanager
def acting(viewer: Viewer) -> Iterator[None]:
    """Run the block as `viewer`, in one transaction; then be whoever it was before.

    When the block fails, the rollback gives the old viewer back.
    """
    with transaction.atomic():
        before = _set(viewer.practitioner_id, viewer.agency, clock.now().isoformat())
        yield
        _set(*before)


def as_part(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Run a function as a part of the system, in one transaction: `@as_part("access")`."""

    def declare(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with acting(Viewer.system(name)):
                return function(*args, **kwargs)

        return run

    return declare


def _set(*values: str) -> tuple[str, ...]:
    """Returns the values until now."""
    with connection.cursor() as cursor:
        cursor.execute(_SET, values)
        return tuple(cursor.fetchone()[: len(_SETTINGS)])

"""How is a whole history read, whoever is looking? By the database's assessor, a role of its own, for one block.

The viewer must not bend the truth: row-level security would hide a sealed sibling's events from a viewer and so
corrupt the duties that follow from them. Assessing hands out identifiers only; `ledger.queries.begun_by` alone hands
out rows, of duties that a share's own events began (decision 0003).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from followthrough.service.core import roles


@contextmanager
def as_assessor() -> Iterator[None]:
    """Must not hand rows to a page, but for the one question named above.

    When the block fails, the rollback gives the old role back.
    """
    with transaction.atomic():
        before = _become(roles.name("assessor"))
        yield
        _become(before)


# What stands on the left is worked out first.
_BECOME = "select current_setting('role'), set_config('role', %s, true)"


def _become(role: str) -> str:
    """Returns the role until now ("none" is the one that connected)."""
    with connection.cursor() as cursor:
        cursor.execute(_BECOME, [role])
        before, _ = cursor.fetchone()
    return str(before)

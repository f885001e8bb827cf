"""Who is acting is told to the database for one transaction, and to no other."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from followthrough.service.core.viewer import Viewer, acting

WORKER = Viewer("p-1", "worker", "hospital")
SWEEP = Viewer.system("sweep")


def told() -> tuple[str | None, str | None]:
    with connection.cursor() as cursor:
        cursor.execute("select app_viewer(), app_agency()")
        return cursor.fetchone()


@pytest.fixture
def nobody_yet(db: None) -> None:
    """Not even the test itself."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.viewer', '', false)")


def test_the_database_knows_the_viewer_while_acting_only(nobody_yet: None) -> None:
    assert told() == (None, None)
    with acting(WORKER):
        assert told() == ("p-1", "hospital")
    assert told() == (None, None)


def test_acting_inside_acting_gives_the_outer_viewer_back(db: None) -> None:
    with acting(WORKER):
        with acting(SWEEP):
            assert told() == ("system:sweep", None)
        assert told() == ("p-1", "hospital")


def test_a_failure_gives_the_outer_viewer_back(db: None) -> None:
    with acting(WORKER):
        with pytest.raises(LookupError), acting(SWEEP):
            raise LookupError
        assert told() == ("p-1", "hospital")


@pytest.mark.django_db(transaction=True)
def test_the_next_transaction_of_a_connection_starts_with_nobody(nobody_yet: None) -> None:
    with transaction.atomic(), acting(WORKER):
        told()
    assert told() == (None, None)

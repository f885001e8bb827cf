"""An archive and a board, with the two people who review records."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from followthrough.service.core import clock
from followthrough.service.core.clock import FixedClock
from followthrough.service.core.viewer import Viewer
from integration.agencies import making
from integration.retention.files import NOW


@pytest.fixture(autouse=True)
def at() -> Iterator[FixedClock]:
    with clock.use(FixedClock(NOW)) as standing:
        making.agency("social-care", "front-door", "archive")
        making.agency("board", "office")
        making.agency("police", "response")
        yield standing


@pytest.fixture
def first() -> Viewer:
    return making.viewer("nora", ("social-care", "archive", "records-manager"))


@pytest.fixture
def second() -> Viewer:
    return making.viewer("ruth", ("board", "office", "privacy-officer"))


@pytest.fixture
def worker() -> Viewer:
    return making.viewer("ines", ("social-care", "front-door", "worker"))

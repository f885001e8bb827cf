"""The small rulebook and a clock that stands at the eve of Good Friday, for every test of the ledger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from followthrough.service.core import clock
from followthrough.service.core.clock import FixedClock
from followthrough.service.ledger import rulebook
from integration.ledger import practice


@pytest.fixture(autouse=True)
def small_rulebook() -> Iterator[None]:
    with rulebook.use(practice.rulebook()):
        yield


@pytest.fixture(autouse=True)
def time() -> Iterator[FixedClock]:
    with clock.use(FixedClock(practice.START)) as fixed:
        assert isinstance(fixed, FixedClock)
        yield fixed

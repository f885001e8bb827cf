"""The small rulebook, a clock that stands at the eve of Good Friday, and addresses, for every test of the ledger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

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


@pytest.fixture(autouse=True)
def directory(settings: Settings) -> None:
    settings.FOLLOWTHROUGH_DIRECTORY = "integration.ledger.practice.everybody"
    settings.FOLLOWTHROUGH_RECORDS = ["integration.ledger.practice.recorded"]

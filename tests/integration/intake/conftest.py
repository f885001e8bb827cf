"""The world of the share tests: Thursday 28 March 2013, 17:30: the front door has shut, the night team is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from followthrough.service.core import clock
from integration.sharing import world as made
from integration.sharing.world import World


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with clock.use(made.started()) as at:
        yield made.build(at)

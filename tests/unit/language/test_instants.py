"""Local times as people write them are intervals of the precision given, in UTC."""

from __future__ import annotations

import pytest

from followthrough.procedures.language import parse_local_instant
from followthrough.procedures.model.event import TICK, utc


@pytest.mark.parametrize(
    ("text", "from_", "to"),
    [
        ("2013-03-28 17:30", utc(2013, 3, 28, 17, 30), utc(2013, 3, 28, 17, 30)),
        ("2013-04-02 17:00", utc(2013, 4, 2, 16), utc(2013, 4, 2, 16)),
        ("2013-03-28", utc(2013, 3, 28), utc(2013, 3, 29) - TICK),
        ("2013-03-31", utc(2013, 3, 31), utc(2013, 3, 31, 23) - TICK),
        ("2008-08", utc(2008, 7, 31, 23), utc(2008, 8, 31, 23) - TICK),
        ("2012", utc(2012, 1, 1), utc(2013, 1, 1) - TICK),
        ("end of 2013-04-02", utc(2013, 4, 2, 23) - TICK, utc(2013, 4, 2, 23) - TICK),
    ],
)
def test_a_local_time_is_read_with_its_precision(text: str, from_: object, to: object) -> None:
    assert parse_local_instant(text) == (from_, to)


@pytest.mark.parametrize("text", ["yesterday", "2013-02-30", "28/03/2013", "2013-03-28 25:00", ""])
def test_what_cannot_be_read_says_how_to_write_it(text: str) -> None:
    with pytest.raises(ValueError, match="Write"):
        parse_local_instant(text)

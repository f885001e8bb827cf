"""Hidden children and revocations, as often as a proof asks for; a few times, the tests of the service do the same."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import settings

from followthrough.service.agencies.models import Practitioner
from followthrough.service.core import clock
from integration.access import pairs
from integration.access.ranks import slower
from integration.access.test_revocation import check_revocations, constable  # noqa: F401
from support import parts

pytestmark = pytest.mark.django_db(transaction=True)
IS_PROOF = settings().max_examples >= 1000
PAIRS, EACH_ASKS, TIMES = (parts.share_of(5000), 6, parts.share_of(1000)) if IS_PROOF else (25, 4, 4)
AS_GOOD_AS_A_COIN = 0.53  # of 7,500 questions in each of four pieces; chance alone is five deviations below it


def test_no_answer_tells_of_a_hidden_child() -> None:
    with clock.use(clock.FixedClock(pairs.NOW)):
        pairs.build()
        seen = pairs.check_pairs(PAIRS, EACH_ASKS, seed=parts.NUMBER)
    both = [times for question in seen.times.values() for times in question]
    print(f"\n{seen.pairs:,} pairs, {seen.answers:,} answers; slower beside the child: {slower(both):.3f} of pairs")
    for question, times in sorted(seen.times.items()):
        print(f"  {question}: {slower(times):.3f} of {len(times)}")
    assert seen.pairs == PAIRS and seen.answers >= PAIRS * EACH_ASKS
    if IS_PROOF:
        assert 1 - AS_GOOD_AS_A_COIN < slower(both) < AS_GOOD_AS_A_COIN


def test_nothing_that_ended_is_seen_on_the_next_request(client: Client, constable: Practitioner) -> None:  # noqa: F811
    check_revocations(client, constable, TIMES)

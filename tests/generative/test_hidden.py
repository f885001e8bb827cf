"""Hidden children and revocations, as often as a proof asks for; a few times, the tests of the service do the same."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import settings

from followthrough.service.agencies.models import Practitioner
from integration.access.test_non_interference import check_pairs, outsider  # noqa: F401
from integration.access.test_revocation import check_revocations, constable  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
IS_PROOF = settings().max_examples >= 1000
PAIRS, TIMES = (5000, 1000) if IS_PROOF else (2, 4)


def test_no_answer_tells_of_a_hidden_child(outsider: Client) -> None:  # noqa: F811
    check_pairs(outsider, PAIRS)


def test_nothing_that_ended_is_seen_on_the_next_request(client: Client, constable: Practitioner) -> None:  # noqa: F811
    check_revocations(client, constable, TIMES)

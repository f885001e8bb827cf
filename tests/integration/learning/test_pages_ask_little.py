"""The pages of learning ask the database twelve questions at most. Those that open two records, the review and the
child, each checked and written down, ask a few more.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.service.learning.reviews.models import Review
from integration.reliability.test_questions import ours
from integration.sharing.world import World

PAGES = {
    "reviews": "/reviews/",
    "review": "/reviews/{review}/",
    "findings": "/reviews/{review}/findings/",
    "child-under-review": "/reviews/{review}/children/1/",
    "duties-under-review": "/reviews/{review}/children/1/duties/",
    "incidents": "/children/{child}/serious-incidents/",
    "recommendations": "/recommendations/",
    "newsletters": "/newsletters/",
    "compose": "/newsletters/compose/",
    "policies": "/policies/",
    "begin-policy": "/policies/write/",
    "changes": "/changes/",
    "propose-time": "/changes/propose/time/strategy-discussion-within/",
    "training": "/training/",
    "audits": "/audits/",
    "cases": "/audits/cases/",
    "examples": "/commissioning/examples/",
    "board": "/board/",
}
MOST = 12
MORE = {"review": 13, "child-under-review": 16, "duties-under-review": 13}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_little(world: World, review: Review, signed_in: Callable[[str], Client], page: str) -> None:
    manager = signed_in("board.manager")
    with CaptureQueriesContext(connection) as asked:
        answer = manager.get(PAGES[page].format(review=review.pk, child=world.child.pk))
    found = ours([each["sql"] for each in asked.captured_queries])
    assert answer.status_code == 200
    assert len(found) <= MORE.get(page, MOST), "\n".join(each[:200] for each in found)

"""Which report has the Board's chair signed off when the demo begins? That of the quarter before, to compare with."""

from __future__ import annotations

from typing import Final

from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.board import actions, queries
from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from followthrough.service.design.quarters import quarter_of

CHAIR: Final = "judith.amory"


def sign() -> None:
    chair = viewer_of(Practitioner.objects.get(username=CHAIR))
    with acting(chair):
        quarter = quarter_of(clock.now()).before
        actions.sign_off(quarter=quarter, read=queries.quarterly(chair, quarter).digest, by=chair)

"""Who reads figures by tier, who writes a case example, who releases it, and who answers it?

Figures: commissioners and the Board. An example, before it is released: whoever works with the child, and the Board's
office. After that the commissioner to whom it went as well. Row-level security says the same of the rows.
"""

from __future__ import annotations

from typing import Final

from django.core.exceptions import PermissionDenied

from followthrough.service.access.policies import BOARD, NotVisible
from followthrough.service.agencies.models import Agency
from followthrough.service.core.managing import ANSWERABLE, BOARDS
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.commissioning.models import CaseExample, Origin

COMMISSIONER: Final = "commissioner"  # a kind of agency
READERS: Final = frozenset({BOARDS, "chair", "board-member", "worker"})
RELEASING: Final = frozenset({BOARDS, "chair"})


class CannotCommission(PermissionDenied):
    """The message says why."""


def is_commissioner(viewer: Viewer) -> bool:
    return Agency.objects.filter(pk=viewer.agency, kind=COMMISSIONER).exists()


def can_read_figures(viewer: Viewer) -> bool:
    return (viewer.agency == BOARD and viewer.holds(READERS)) or is_commissioner(viewer)


def check_can_read_figures(viewer: Viewer) -> None:
    if not can_read_figures(viewer):
        raise CannotCommission("These figures are for those who pay for services, and for the Board.")


def check_can_see_example(viewer: Viewer, key: str) -> CaseExample:
    """Row-level security shows no others."""
    found = CaseExample.objects.filter(key=key).first()
    if found is None:
        raise NotVisible()
    return found


def knows_child(viewer: Viewer, example: CaseExample) -> bool:
    return Origin.objects.filter(example=example).exists()


def can_change(viewer: Viewer, example: CaseExample) -> bool:
    return example.released_at is None and example.written_by == viewer.practitioner_id


def check_can_change(viewer: Viewer, example: CaseExample) -> None:
    if not can_change(viewer, example):
        raise CannotCommission("Who wrote an example changes it, until it is released.")


def can_release(viewer: Viewer, example: CaseExample) -> bool:
    """A second person: one who answers for others and works with the child, or the Board's office."""
    if example.released_at is not None or example.written_by == viewer.practitioner_id:
        return False
    of_board = viewer.agency == BOARD and viewer.holds(RELEASING)
    return of_board or (viewer.holds(ANSWERABLE) and knows_child(viewer, example))


def check_can_release(viewer: Viewer, example: CaseExample) -> None:
    if not can_release(viewer, example):
        raise CannotCommission(
            "A second person releases it: a manager or lead who works with the child, or the Board’s office."
        )


def can_reply(viewer: Viewer, example: CaseExample) -> bool:
    is_open = example.released_at is not None and example.replied_at is None
    return is_open and viewer.agency == example.commissioner and viewer.holds(ANSWERABLE)


def check_can_reply(viewer: Viewer, example: CaseExample) -> None:
    if not can_reply(viewer, example):
        raise CannotCommission("A manager of the commissioner answers it, once.")

"""Who keeps an agency's register of posts, and who reads it? Its managers, its safeguarding lead and its director.

The Board reads which posts of all agencies are vacant, and no name. Row-level security says the same of the rows.
"""

from __future__ import annotations

from typing import Final

from django.core.exceptions import PermissionDenied

from followthrough.service.access.policies import BOARD, NotVisible
from followthrough.service.core.managing import ANSWERABLE, BOARDS
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.posts.models import Post

KEEPERS: Final = ANSWERABLE | {"director"}
# A worker of the Board sits in one of its groups.
READERS: Final = frozenset({BOARDS, "chair", "board-member", "worker"})


class CannotKeep(PermissionDenied):
    """The message says why."""


def can_keep(viewer: Viewer) -> bool:
    """The register of the viewer's own agency."""
    return viewer.holds(KEEPERS)


def check_can_keep(viewer: Viewer) -> None:
    if not can_keep(viewer):
        raise CannotKeep("Managers, the safeguarding lead and the director keep the register of posts.")


def check_can_see(viewer: Viewer, post_id: str) -> Post:
    found = Post.objects.select_related("agency").filter(pk=post_id, agency=viewer.agency).first()
    if found is None or not can_keep(viewer):
        raise NotVisible()
    return found


def can_read_vacancies(viewer: Viewer) -> bool:
    return viewer.agency == BOARD and viewer.holds(READERS)

"""Who is told that agencies together hold enough? The triage manager alone.

The database decides, by the seats that are held now: `app_is_triage_manager`, in this app's migration. What stands here
keeps everybody else from asking, so that nobody's page asks more, or less, because there is an alert.
"""

from __future__ import annotations

from django.conf import settings

from followthrough.service.access.policies import Refused
from followthrough.service.core import managing
from followthrough.service.core.viewer import Viewer


def may_be_told(viewer: Viewer) -> bool:
    """By roles alone, whatever there is to tell."""
    return viewer.holds(managing.TOLD_OF_PIECES) and viewer.agency == _agency()


def is_triage_manager(viewer: Viewer) -> bool:
    return managing.TEAM in viewer.roles and settings.FOLLOWTHROUGH_TRIAGE in viewer.teams


def check_may_be_told(viewer: Viewer) -> None:
    if not may_be_told(viewer):
        raise Refused("The manager of the triage team reads this.")


def _agency() -> str:
    agency, _, _ = settings.FOLLOWTHROUGH_TRIAGE.partition("/")
    return str(agency)

"""Who signs for an agency, and who asks? Its managers sign; everybody reads, for everybody may need the number."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from followthrough.service.core.viewer import Viewer
from followthrough.service.cover.models import Period

LEADS = frozenset({"service-manager", "team-manager", "safeguarding-lead", "business-manager"})


class CannotSign(PermissionDenied):
    """The message says why."""


def check_can_sign(viewer: Viewer, period: Period) -> None:
    if not LEADS & set(viewer.roles):
        raise CannotSign("A manager or the safeguarding lead signs for an agency. Ask yours.")
    if not period.asked.filter(agency=viewer.agency).exists():
        raise CannotSign("Your agency was not asked to cover these days.")


def can_sign(viewer: Viewer, period: Period, asked: set[str]) -> bool:
    """`asked` are the keys of the agencies that were asked."""
    return bool(LEADS & set(viewer.roles)) and viewer.agency in asked

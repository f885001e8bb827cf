"""Which alerts are there for this viewer? Row-level security answers; who can have none does not ask."""

from __future__ import annotations

from followthrough.service.core.viewer import Viewer
from followthrough.service.triage.models import Alert, State
from followthrough.service.triage.policies import may_be_told

AT_ONCE = 20


def waiting(viewer: Viewer) -> list[Alert]:
    """The oldest first."""
    if not may_be_told(viewer):
        return []
    return list(Alert.objects.filter(state=State.APART).order_by("raised_at", "id")[:AT_ONCE])


def alert(viewer: Viewer, alert_id: str) -> Alert | None:
    return Alert.objects.filter(pk=alert_id).first() if may_be_told(viewer) else None

"""Who may take the whole record out? One role, for a reason that they give; everybody else is refused, and audited."""

from __future__ import annotations

from followthrough.service.core import audit, managing
from followthrough.service.core.viewer import Viewer, acting

EXPORTING_ROLE = managing.BOARDS  # of the partnership's business office, who answers to all agencies
EXPORTING_AGENCY = "board"


class MayNotExport(Exception):
    """The message says who may."""


def can_export(viewer: Viewer) -> bool:
    return viewer.agency == EXPORTING_AGENCY and EXPORTING_ROLE in viewer.roles


def check_export(viewer: Viewer, reason: str) -> None:
    """Raises MayNotExport; the refusal is audited."""
    if can_export(viewer) and reason.strip():
        return
    with acting(viewer):
        audit.record_apart("export the record", by=viewer, detail={"reason": reason})
    if not reason.strip():
        raise MayNotExport("Say what the export is for: --reason “…”. It is kept in the audit.")
    raise MayNotExport("Only the partnership’s business manager may export the whole record.")

"""What is half written: one attendance, one form of one child. A draft is its writer’s alone, and sealed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, QueryDict

from followthrough.service.core.viewer import Viewer
from followthrough.service.sharing import actions as sharing
from followthrough.service.sharing import queries
from followthrough.service.sharing.models import Draft

ATTENDANCE, FORM = Draft.Page.ATTENDANCE, Draft.Page.POLICE_FORM


def attendance(viewer: Viewer, draft_id: str) -> Draft:
    draft = queries.drafts(viewer, ATTENDANCE).filter(pk=draft_id).first()
    if draft is None:
        raise Http404
    return draft


def begin_attendance(by: Viewer, children: list[dict[str, Any]]) -> Draft:
    """One that was begun and says nothing yet goes on."""
    for each in queries.drafts(by, ATTENDANCE):
        if "what" not in each.data and each.data.get("children") == children:
            return each
    return sharing.begin_draft(data={"children": children}, by=by, page=ATTENDANCE)


def form_of(viewer: Viewer, child_id: str, attendance: str) -> Draft | None:
    """The latest of this child. A draft is sealed, so it is opened to see whom it is about."""
    return next((each for each in forms(viewer, attendance) if each.data["child"] == child_id), None)


def forms(viewer: Viewer, attendance: str) -> list[Draft]:
    found = queries.drafts(viewer, FORM)
    return [each for each in found if each.data.get("attendance") == attendance]


def keep_form(by: Viewer, child_id: str, attendance: str, typed: dict[str, list[str]]) -> None:
    draft = form_of(by, child_id, attendance)
    if draft is None:
        sharing.begin_draft(data={"child": child_id, "attendance": attendance, "what": typed}, by=by, page=FORM)
    else:
        sharing.keep_draft(draft=draft, data={"what": typed}, by=by)


def forget_form(by: Viewer, child_id: str, attendance: str) -> None:
    for each in forms(by, attendance):
        if each.data["child"] == child_id:
            sharing.discard_draft(draft_id=each.pk, by=by)


def as_posted(draft: Draft | None) -> QueryDict:
    """What was typed, as a form takes it."""
    held = QueryDict(mutable=True)
    for name, values in (draft.data.get("what", {}) if draft else {}).items():
        held.setlist(name, values)
    return held

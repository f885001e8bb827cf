"""Addresses of attendances that are being written (by draft), and of what is in the record (below the child's own)."""

from __future__ import annotations

from django.urls import path

from followthrough.service.police.views import recorded, writing

_DRAFT = "police/attendance/<slug:draft_id>/"
_ONE = "children/<str:child_id>/attendance/<str:event_id>/"
app_name = "police"
urlpatterns = [
    path("police/", writing.overview, name="overview"),
    path("police/attendance/", writing.start, name="start"),
    path(_DRAFT, writing.attendance, name="draft"),
    path(f"{_DRAFT}children/", writing.children, name="children"),
    path(f"{_DRAFT}children/add/", writing.add, name="add"),
    path(f"{_DRAFT}keep/", writing.keep, name="keep"),
    path("police/drafts/<slug:draft_id>/discard/", writing.discard, name="discard"),
    path(_ONE, recorded.attendance, name="attendance"),
    path(f"{_ONE}form/", recorded.form, name="form"),
    path(f"{_ONE}form/keep/", recorded.keep, name="keep-form"),
    path(f"{_ONE}check/", recorded.check, name="check"),
]

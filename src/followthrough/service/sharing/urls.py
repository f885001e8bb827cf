"""Addresses of sharing. A reference stands in an address, never a name."""

from __future__ import annotations

from django.urls import path

from followthrough.service.sharing import views
from followthrough.service.sharing.forms import ANSWERS

app_name = "sharing"
urlpatterns = [
    path("", views.start, name="start"),
    path("call/", views.call, name="call"),
    path("ask/", views.request, name="request"),
    path("new/<slug:draft_id>/about/", views.about, name="about"),
    path("new/<slug:draft_id>/", views.what, name="what"),
    path("new/<slug:draft_id>/check/", views.check, name="check"),
    path("new/<slug:draft_id>/keep/", views.keep, name="keep"),
    path("new/<slug:draft_id>/discard/", views.discard, name="discard"),
    path("<slug:reference>/", views.share, name="share"),
    path("<slug:reference>/sent/", views.sent, name="sent"),
    *(
        path(f"<slug:reference>/<slug:leg_id>/{name}/", views.answer, {"name": name}, name=f"act-{name}")
        for name in ANSWERS
    ),
]

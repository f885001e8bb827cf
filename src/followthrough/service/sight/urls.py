"""Addresses of the list, and of the pages below a child's that write down a visit. Ids only."""

from __future__ import annotations

from django.urls import path

from followthrough.service.sight import views

app_name = "sight"
urlpatterns = [
    path("not-seen/", views.children, name="list"),
    path("children/<str:child_id>/voice/", views.voice, name="voice"),
    path("children/<str:child_id>/voice/hear/", views.hear, name="hear"),
    path("children/<str:child_id>/visit/", views.visit, name="visit"),
    *(
        path(f"children/<str:child_id>/visit/{how}/", views.write, {"how": how}, name=how)
        for how in ("seen", "no-access", "cancelled", "not-brought")
    ),
]

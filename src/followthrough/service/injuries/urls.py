"""Addresses of a child's injuries. Ids only: where on the body a mark is never stands in one."""

from __future__ import annotations

from django.urls import path

from followthrough.service.injuries import views

_ONE = "<str:child_id>/injuries/<str:event_id>/"
app_name = "injuries"
urlpatterns = [
    path("<str:child_id>/injuries/", views.overview, name="overview"),
    path("<str:child_id>/injuries/record/", views.see, name="see"),
    path("<str:child_id>/injuries/marks/<str:event_id>/", views.look_again, name="look"),
    path(_ONE, views.injury, name="injury"),
    path(f"{_ONE}mark/", views.draw, name="draw"),
    path(f"{_ONE}opinion/", views.opinion, name="opinion"),
    path(f"{_ONE}photograph/", views.photograph, name="photograph"),
    path(f"{_ONE}account/", views.account, name="account"),
    path(f"{_ONE}explanation/", views.explanation, name="explanation"),
]

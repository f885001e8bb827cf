"""Addresses of a child's page and of entries. Ids only: what happened never stands in an address."""

from __future__ import annotations

from django.urls import path

from followthrough.service.chronology import views

app_name = "chronology"
urlpatterns = [
    path("for-an-agency/record/", views.choose_for_agency, name="record-for-agency"),
    path("for-an-agency/record/<str:draft>/", views.record_for_agency, name="record-draft-for-agency"),
    path("<str:child_id>/", views.child, name="child"),
    path("<str:child_id>/chronology/", views.whole, name="whole"),
    path("<str:child_id>/who-knew/", views.knew, name="knew"),
    path("<str:child_id>/record/", views.choose, name="record"),
    path("<str:child_id>/record/<str:draft>/", views.record, name="record-draft"),
    path("<str:child_id>/entries/<str:event_id>/", views.entry, name="entry"),
    path("<str:child_id>/entries/<str:event_id>/weigh/", views.weigh, name="weigh"),
    path("<str:child_id>/entries/<str:event_id>/contradict/", views.contradict, name="contradict"),
    path("<str:child_id>/entries/<str:event_id>/correct/", views.correct, name="correct"),
    path("<str:child_id>/entries/<str:event_id>/take-back/", views.take_back, name="take-back"),
]

"""Addresses of requests to see a record."""

from __future__ import annotations

from django.urls import path

from followthrough.service.subjectaccess import views

app_name = "subjectaccess"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("enter/", views.enter, name="enter"),
    path("<str:request_id>/", views.show, name="request"),
    path("<str:request_id>/take-on/", views.take_on, name="take-on"),
    path("<str:request_id>/identity/", views.identity, name="identity"),
    path("<str:request_id>/extend/", views.extend, name="extend"),
    path("<str:request_id>/end/", views.end, name="end"),
    path("<str:request_id>/parts/<str:key>/", views.part, name="part"),
    path("<str:request_id>/give-the-rest/", views.give_rest, name="give-rest"),
    path("<str:request_id>/prepare/", views.prepare, name="prepare"),
    path("<str:request_id>/read-over/", views.read_over, name="read-over"),
    path("<str:request_id>/record.pdf", views.pack, name="pack"),
    path("<str:request_id>/record-<int:number>.zip", views.folder, name="folder"),
    path("<str:request_id>/given/", views.given, name="given"),
]

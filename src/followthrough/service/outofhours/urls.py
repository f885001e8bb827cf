"""Addresses that a phone opens. A duty's id is a digest: it says nothing of a child; a child's id is drawn by lot."""

from __future__ import annotations

from django.urls import path

from followthrough.service.outofhours import views

app_name = "outofhours"
urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("children/<str:child_id>/", views.child, name="child"),
    path("<str:duty_id>/", views.alert, name="alert"),
    path("<str:duty_id>/take/", views.take, name="take"),
]

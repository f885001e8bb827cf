"""Addresses of merging two records of one child, and of parting them."""

from __future__ import annotations

from django.urls import path

from followthrough.service.merging import views

app_name = "merging"
urlpatterns = [
    path("<str:child_id>/same/", views.find, name="find"),
    path("<str:child_id>/same/<str:other_id>/", views.beside, name="beside"),
    path("<str:child_id>/merged/<str:merging_id>/", views.part, name="part"),
]

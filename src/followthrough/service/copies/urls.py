"""Addresses of copies: each below the page that it is a copy of."""

from __future__ import annotations

from django.urls import path

from followthrough.service.copies import views

app_name = "copies"
urlpatterns = [
    path("shares/<str:reference>/copy/", views.share, name="share"),
    path("shares/<str:reference>/copy.txt", views.share, {"kind": "txt"}, name="share-txt"),
    path("shares/<str:reference>/copy.pdf", views.share, {"kind": "pdf"}, name="share-pdf"),
    path("duties/<str:duty_id>/copy/", views.duty, name="duty"),
    path("duties/<str:duty_id>/copy.txt", views.duty, {"kind": "txt"}, name="duty-txt"),
    path("duties/<str:duty_id>/copy.pdf", views.duty, {"kind": "pdf"}, name="duty-pdf"),
    path("children/<str:child_id>/entries/<str:event_id>/copy/", views.entry, name="entry"),
    path("children/<str:child_id>/entries/<str:event_id>/copy.txt", views.entry, {"kind": "txt"}, name="entry-txt"),
    path("children/<str:child_id>/entries/<str:event_id>/copy.pdf", views.entry, {"kind": "pdf"}, name="entry-pdf"),
    path("children/<str:child_id>/chronology/copy.pdf", views.chronology, name="chronology-pdf"),
]

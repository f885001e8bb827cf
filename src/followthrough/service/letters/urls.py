"""Addresses of letters. A letter's id says nothing of what it was about."""

from __future__ import annotations

from django.urls import path

from followthrough.service.letters import views

app_name = "letters"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("how/", views.how, name="how"),
    path("<str:letter_id>/", views.letter, name="letter"),
]

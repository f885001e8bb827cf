"""Addresses of those who look after an agency's people."""

from __future__ import annotations

from django.urls import path

from followthrough.service.people import views

app_name = "people"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("enter/", views.enter, name="enter"),
    path("switched-off/", views.switched_off, name="switched-off"),
    path("<str:practitioner_id>/", views.person, name="person"),
    path("<str:practitioner_id>/seat/", views.give_seat, name="give-seat"),
    path("<str:practitioner_id>/change/", views.change, name="change"),
]

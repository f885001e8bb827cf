"""Addresses of finding a child, of its numbers and of how to talk with it."""

from __future__ import annotations

from django.urls import path

from followthrough.service.children import views

app_name = "children"
urlpatterns = [
    path("find/", views.find, name="find"),
    path("<str:child_id>/numbers/", views.numbers_page, name="numbers"),
    path("<str:child_id>/talking/", views.talking, name="talking"),
    path("own-people/", views.own_people, name="own-people"),
]

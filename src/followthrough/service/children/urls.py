"""Addresses of finding a child and of its numbers."""

from __future__ import annotations

from django.urls import path

from followthrough.service.children import views

app_name = "children"
urlpatterns = [
    path("find/", views.find, name="find"),
    path("<str:child_id>/numbers/", views.numbers_page, name="numbers"),
    path("own-people/", views.own_people, name="own-people"),
]

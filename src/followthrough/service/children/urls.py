"""Addresses of finding a child."""

from __future__ import annotations

from django.urls import path

from followthrough.service.children import views

app_name = "children"
urlpatterns = [
    path("find/", views.find, name="find"),
    path("own-people/", views.own_people, name="own-people"),
]

"""Addresses of the register of posts. Ids only."""

from __future__ import annotations

from django.urls import path

from followthrough.service.learning.posts import views

app_name = "posts"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("add/", views.add, name="add"),
    path("<str:post_id>/", views.post, name="post"),
    path("<str:post_id>/fill/", views.fill, name="fill"),
    path("<str:post_id>/left/", views.leave, name="leave"),
    path("<str:post_id>/cover/", views.cover, name="cover"),
    path("<str:post_id>/trained/", views.train, name="train"),
    path("<str:post_id>/updated/", views.update, name="update"),
    path("<str:post_id>/end/", views.end, name="end"),
]

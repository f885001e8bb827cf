"""Names this application."""

from __future__ import annotations

from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "followthrough.service.learning.posts"

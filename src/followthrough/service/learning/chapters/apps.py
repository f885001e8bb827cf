from __future__ import annotations

from django.apps import AppConfig


class ChaptersConfig(AppConfig):
    """The partnership’s policies: chapters, their versions, who must read them and how many have."""

    name = "followthrough.service.learning.chapters"
    label = "chapters"

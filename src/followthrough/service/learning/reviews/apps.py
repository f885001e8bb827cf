from __future__ import annotations

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Reviews of what happened to children: scope, panel, agencies' reports, findings by theme."""

    name = "followthrough.service.learning.reviews"
    label = "reviews"

from __future__ import annotations

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """Issues of the newsletter: composed from reviews, checked for what gives somebody away, released by two people."""

    name = "followthrough.service.learning.newsletter"
    label = "newsletter"

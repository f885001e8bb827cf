from __future__ import annotations

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """The page of bail and orders of a child, and the pages that write them down."""

    name = "followthrough.service.orders"
    label = "orders"

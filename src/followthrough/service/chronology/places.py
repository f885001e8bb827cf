"""Where are the pages of other apps that this one leads to? Empty where an app is not installed."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def share_about(child_id: str) -> str:
    """Where a share about this child begins. The id says nothing of the child; the share page checks it again."""
    start = address("sharing:start")
    return f"{start}?child={child_id}" if start else ""


def duty(duty_id: str) -> str:
    return address("worklist:duty", duty_id)


def address(name: str, *args: str) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""

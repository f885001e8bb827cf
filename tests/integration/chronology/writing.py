"""Entries for the tests of a child's page, written by people of the world."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.test import Client

from followthrough.procedures.model.event import Subject
from followthrough.service.core.viewer import acting
from followthrough.service.ledger.actions import NewEvent, record
from integration.sharing.world import World


def write(
    world: World, kind: str, at: datetime, *, by: str = "nurse", subject: Subject | None = None, **more: Any
) -> str:
    """The id of the entry."""
    viewer = world.viewer(by)
    new = NewEvent(kind=kind, subject=subject or Subject("child", world.child.pk), occurred_from=at, **more)
    with acting(viewer):
        return record([new], by=viewer).event_ids[0]


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def plain(page: str) -> str:
    """As it is read: without markup, spaces as one."""
    body = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def parts_of(day: tuple[int, int, int], time: str = "") -> dict[str, str]:
    """A day and a time as the form's boxes take them."""
    year, month, number = day
    return {
        "happened_on_day": str(number),
        "happened_on_month": str(month),
        "happened_on_year": str(year),
        "happened_at": time,
    }

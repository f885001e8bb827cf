"""How does an open session read to the person whose it is, and who has looked at a record?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from followthrough.service.access.looked import Looked
from followthrough.service.access.models import OpenSession
from followthrough.service.design import dates
from followthrough.service.design.components import Table
from followthrough.service.design.dates import in_short

_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Mac", "a Mac"))


@dataclass(frozen=True)
class SessionRow:
    name: str
    title: str
    began: str
    seen: str
    is_this_one: bool


def session_rows(found: Iterable[OpenSession], this: str) -> list[SessionRow]:
    return [
        SessionRow(name_of(each), _title(each), in_short(each.began_at), in_short(each.seen_at), each.key == this)
        for each in found
    ]


def name_of(session: OpenSession) -> str:
    """For a form: whoever reads it must not be able to take the session over."""
    return hashlib.sha256(session.key.encode()).hexdigest()[:16]


def _title(session: OpenSession) -> str:
    """Chrome on Windows"""
    browser = next((name for sign, name in _BROWSERS if sign in session.browser), "A browser")
    system = next((name for sign, name in _SYSTEMS if sign in session.browser), "")
    return f"{browser} on {system}" if system else browser


def looked_table(looked: Iterable[Looked], names: Mapping[str, str], titles: Mapping[str, str]) -> Table:
    """Who opened a record while something stood in it that was another child's."""
    rows = tuple(
        (
            names.get(each.practitioner, each.practitioner),
            titles.get(each.agency, each.agency or "The service itself"),
            dates.in_short(each.first_at),
            dates.in_short(each.last_at),
        )
        for each in looked
    )
    head = ("Name", "Agency", "First", "Last")
    return Table("Who opened the record meanwhile", head, rows, "Nobody has opened it.", is_caption_hidden=True)

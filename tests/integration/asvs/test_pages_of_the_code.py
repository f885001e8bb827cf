"""The pages that are read from the service's code say what the code says now."""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.urls import get_resolver

from followthrough.service.access import guessing, routes, stepup, telling
from integration.access.test_routes import patterns

ROOT = Path(__file__).parents[3]


def test_limits_who_sees_what_and_what_is_audited_are_as_the_code_says() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    import make_service_pages

    made = make_service_pages.pages()
    sys.path.remove(str(ROOT / "tools"))
    stale = [name for name, text in made.items() if (ROOT / "docs/reference" / name).read_text("utf-8") != text]
    assert stale == [], "Run .venv/bin/python tools/make_service_pages.py"
    assert made["limits.md"].count("\n") > 60 and made["what-is-audited.md"].count("`\u0020|") > 40


def test_every_way_in_stands_in_the_list() -> None:
    page = (ROOT / "docs/reference/what-it-leans-on.md").read_text("utf-8")
    ways = page[page.index("## Ways in") : page.index("## What asks again")]
    listed = {re.sub(r"…/?", "", each) for each in re.findall(r"`([^`]+)`", ways)}
    open_now = {
        re.sub(r"<[^>]+>/?", "", address)
        for address, each in patterns(get_resolver(settings.ROOT_URLCONF))
        if routes.class_of(each.callback) in ("public", "system")
    }
    assert open_now == listed, open_now ^ listed


def test_circumstances_and_risky_parts_are_as_the_code_says() -> None:
    page = (ROOT / "docs/reference/what-it-leans-on.md").read_text("utf-8")
    said = dict(re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|$", page, re.M))
    fresh = said["how long ago somebody showed who they are"]
    assert f"after {stepup.FRESH // timedelta(minutes=1)} minutes" in fresh
    ended = said["how long a session was left alone, and how old it is"]
    idle, longest = settings.FOLLOWTHROUGH_IDLE_AFTER, settings.FOLLOWTHROUGH_LONGEST_SESSION
    assert f"after {idle // timedelta(minutes=1)} minutes, or {longest // timedelta(hours=1)} hours" in ended
    tries = said["where wrong tries come from, and for whom"]
    assert f"more than {guessing.FOR_ADDRESS}, or {guessing.FOR_USERNAME}, in five minutes" in tries
    assert telling.SEVERAL == 5 and timedelta(hours=1) == telling.OF_LATE and timedelta(weeks=4) == telling.LONG
    assert "told by letter" in said["five wrong tries in an hour; a sign-in after five, or after four weeks"]
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements/web.lock").read_text("utf-8").lower(), re.M))
    risky = page[page.index("## Parts that need watching") : page.index("Dangerous code of our own")]
    named = set(re.findall(r"`([\w-]+)`", risky))
    assert len(named) > 8 and named <= locked, named - locked
    dangerous = page[page.index("Dangerous code of our own") : page.index("## What a browser")]
    modules = re.findall(r"`([\w/]+\.py)`", dangerous)
    assert modules and all((ROOT / "src/followthrough/service" / each).exists() for each in modules)

"""Every route has one access class, and the walk that says so would notice one that has none."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from followthrough.service.access import routes
from integration.access import urls as planted


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route with its whole address."""
    for each in resolver.url_patterns:
        address = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, address)
        else:
            yield address, each


def without_class(urlconf: str) -> list[str]:
    return [at for at, each in patterns(get_resolver(urlconf)) if routes.class_of(each.callback) is None]


def test_every_route_has_an_access_class() -> None:
    assert import_module(settings.ROOT_URLCONF).urlpatterns
    assert without_class(settings.ROOT_URLCONF) == []


def test_every_child_route_names_the_child() -> None:
    found = [
        at
        for at, each in patterns(get_resolver(settings.ROOT_URLCONF))
        if routes.class_of(each.callback) == "child" and "child_id" not in each.pattern.converters
    ]
    assert found == []


def test_a_planted_route_without_a_class_is_noticed() -> None:
    assert without_class(planted.__name__) == ["without-class/"]


def test_a_class_that_is_none_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="no access class"):
        routes.classed("everybody")  # type: ignore[arg-type]


SAMPLES = {"uuid": "7a1f5f0e-0c3b-4e55-9b5e-000000000000", "int": "1"}


@pytest.mark.django_db
def test_a_stranger_gets_nothing_but_the_public_pages(client: Client) -> None:
    for address, each in patterns(get_resolver(settings.ROOT_URLCONF)):
        if routes.class_of(each.callback) in ("public", "system"):
            continue
        path = "/" + address
        for name, converter in each.pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower()
            path = path.replace(f"<{kind}:{name}>", SAMPLES.get(kind, "x")).replace(f"<{name}>", "x")
        for method in (client.get, client.post):
            answer = method(path)
            assert answer.status_code == 302, path
            assert answer.headers["Location"].startswith("/sign-in/?next="), path

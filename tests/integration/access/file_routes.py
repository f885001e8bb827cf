"""Which routes answer with something else than a page? Asked of the views themselves, so that a new one is noticed."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from types import CodeType, ModuleType
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

_ANSWERS = {"FileResponse", "StreamingHttpResponse", "JsonResponse"}
_OURS = ("followthrough.", "integration.")


def file_routes(urlconf: str | None = None) -> dict[str, Callable[..., Any]]:
    """By name, such as "retention:certificate"; a route without a name by its address."""
    return {name: view for name, view in _routes(get_resolver(urlconf)) if answers_with_a_file(view)}


def answers_with_a_file(view: Callable[..., Any]) -> bool:
    """Whether it, or whatever of ours it names, says what kind of content it answers with."""
    waiting, seen = [_function(view)], set()
    while waiting:
        each = waiting.pop()
        if each is None or each in seen:
            continue
        seen.add(each)
        names, constants = _of(each.__code__)
        if names & _ANSWERS or "Content-Disposition" in constants or "content_type" in constants:
            return True
        waiting += _named(each, names)
    return False


def _routes(resolver: URLResolver, space: str = "", before: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for each in resolver.url_patterns:
        address = f"{before}{each.pattern}"
        if isinstance(each, URLPattern):
            yield f"{space}{each.name}" if each.name else address, each.callback
        else:
            yield from _routes(each, f"{space}{each.namespace}:" if each.namespace else space, address)


def _function(view: Any) -> Any:
    found = inspect.unwrap(view)
    return found if inspect.isfunction(found) and found.__module__.startswith(_OURS) else None


def _of(code: CodeType) -> tuple[set[str], set[object]]:
    """Names and constants, also of the functions inside; names of keywords stand among the constants as tuples."""
    names, constants = set(code.co_names), set()
    for each in code.co_consts:
        if isinstance(each, CodeType):
            inner, said = _of(each)
            names, constants = names | inner, constants | said
        elif isinstance(each, tuple):
            constants |= {one for one in each if isinstance(one, str)}
        elif isinstance(each, str):
            constants.add(each)
    return names, constants


def _named(of: Any, names: set[str]) -> Iterator[Any]:
    """Functions of ours that it names, by themselves or as part of a module."""
    for name in names:
        found = of.__globals__.get(name)
        if isinstance(found, ModuleType):
            yield from (_function(getattr(found, each, None)) for each in names)
        else:
            yield _function(found)

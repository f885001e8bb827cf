"""Which routes answer with something else than a page? Asked of the views themselves, so that a new one is noticed."""

from __future__ import annotations

import dis
import inspect
from collections.abc import Callable, Iterable, Iterator
from types import CodeType, ModuleType
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

_SAY_WHAT_IT_IS = {"FileResponse", "StreamingHttpResponse", "JsonResponse", "content_type", "Content-Disposition"}
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
        code = list(_codes(each.__code__))
        if _words(code) & _SAY_WHAT_IT_IS:
            return True
        waiting += _named(each, code)
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


def _codes(code: CodeType) -> Iterator[CodeType]:
    """With the functions inside."""
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


def _words(code: Iterable[CodeType]) -> set[str]:
    """Global names and constants; the names of keywords stand among these in tuples."""
    said: set[str] = set()
    for each in code:
        said |= _global(each)
        for one in each.co_consts:
            said |= {word for word in (one if isinstance(one, tuple) else (one,)) if isinstance(word, str)}
    return said


def _global(code: CodeType) -> set[str]:
    return {each.argval for each in dis.get_instructions(code) if each.opname == "LOAD_GLOBAL"}


def _named(of: Any, code: Iterable[CodeType]) -> Iterator[Any]:
    """Functions of ours that it names, by themselves or as part of a module."""
    for each in code:
        for name in _global(each):
            found = of.__globals__.get(name)
            if isinstance(found, ModuleType):
                yield from (_function(getattr(found, part, None)) for part in each.co_names)
            else:
                yield _function(found)

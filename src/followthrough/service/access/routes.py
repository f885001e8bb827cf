"""To which access class does a route belong? Every view says; the middleware refuses a view that does not.

public     anybody, signed in or not
signed-in  any practitioner who is signed in
team       a practitioner who is a member of a team now
child      a practitioner who may see the child of the address (`child_id`); opening it is audited
system     a system of another agency, by a token of its own; no session counts
demo       as signed-in, and only where the example partnership is installed
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar, get_args

from django.http import HttpRequest

from followthrough.service.core.viewer import Viewer

AccessClass = Literal["public", "signed-in", "team", "child", "system", "demo"]
CLASSES: tuple[str, ...] = get_args(AccessClass)
View = TypeVar("View", bound=Callable[..., Any])


def classed(access_class: AccessClass) -> Callable[[View], View]:
    """Declare the access class of a view: `@classed("child")`, or `classed("signed-in")(SomeView.as_view())`."""
    if access_class not in CLASSES:
        raise ValueError(f'"{access_class}" is no access class; it can be {", ".join(CLASSES)}.')

    def declare(view: View) -> View:
        view.access_class = access_class  # type: ignore[attr-defined]
        return view

    return declare


def class_of(view: Callable[..., Any]) -> str | None:
    """The declared class, also through decorators that keep `__wrapped__`."""
    seen: Any = view
    while seen is not None:
        found = getattr(seen, "access_class", None)
        if found in CLASSES:
            return str(found)
        seen = getattr(seen, "__wrapped__", None)
    return None


def viewer_of(request: HttpRequest) -> Viewer:
    """Who asks: `access.middleware` has seen to it."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer

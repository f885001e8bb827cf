"""What did a person choose on the page before, for the form of this address? An address itself would tell of the child.

It is kept in the session; and beside the words that were typed into the form, so that the same person finds both again
when the session has ended meanwhile. Once the form is sent it is gone, and the same form cannot be sent again.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest

from followthrough.service.access import keeping
from followthrough.service.access.routes import viewer_of

MOST = 10  # forms that one person has open at once


def choose(request: HttpRequest, address: str, chosen: Mapping[str, str]) -> None:
    held = list(request.session.get(keeping.CHOSEN, {}).items())[-(MOST - 1) :]
    request.session[keeping.CHOSEN] = {**dict(held), address: dict(chosen)}


def chosen_for(request: HttpRequest) -> dict[str, str] | None:
    """None for a form that nobody began, or that was sent."""
    held: dict[str, str] | None = request.session.get(keeping.CHOSEN, {}).get(request.path)
    if held is None and (held := keeping.chosen_with(viewer_of(request), request.path)):
        choose(request, request.path, held)
    return held


def forget(request: HttpRequest) -> None:
    """The form was sent: nothing of it is offered again."""
    held = request.session.get(keeping.CHOSEN, {})
    request.session[keeping.CHOSEN] = {address: each for address, each in held.items() if address != request.path}
    keeping.forget_page(viewer_of(request), request.path)

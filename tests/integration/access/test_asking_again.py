"""What is grave asks again who one is: which routes do, and each of them without a fresh proof."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from integration.access.test_routes import patterns
from integration.agencies import making

ALWAYS, TO_SEND = "always", "to send"
ASKING = {
    # opening a record in danger, closing one, opening it again
    "danger/<str:child_id>/": ALWAYS,
    "children/<str:child_id>/close/": ALWAYS,
    # two records that become one, or two again
    "children/<str:child_id>/same/<str:other_id>/": ALWAYS,
    "children/<str:child_id>/merged/<str:merging_id>/": ALWAYS,
    # a whole record that leaves
    "requests/<str:request_id>/read-over/": ALWAYS,
    "requests/<str:request_id>/record.pdf": ALWAYS,
    "requests/<str:request_id>/record-<int:number>.zip": ALWAYS,
    # destroying, and what keeps a record from it
    "records/review/<str:child_id>/": TO_SEND,
    "records/proposals/<str:disposal_id>/": ALWAYS,
    "records/periods/<slug:kind>/": TO_SEND,
    "records/holds/<str:hold_id>/end/": TO_SEND,
    # who may come in, and as what
    "people/enter/": ALWAYS,
    "people/<str:practitioner_id>/seat/": ALWAYS,
    "people/<str:practitioner_id>/change/": ALWAYS,
    "people/switched-off/": TO_SEND,
    "intake/systems/": ALWAYS,
    "intake/systems/revoke/": ALWAYS,
    "sign-in/password/": ALWAYS,
    "sign-in/sessions/": TO_SEND,
    # where shares and letters go
    "directory/add/": ALWAYS,
    "directory/of/<slug:agency_key>/change/": ALWAYS,
    "directory/of/<slug:agency_key>/checked/": ALWAYS,
    "directory/of/<slug:agency_key>/add-team/": ALWAYS,
    "directory/of/<slug:agency_key>/team/<slug:team_slug>/": ALWAYS,
    "directory/of/<slug:agency_key>/team/<slug:team_slug>/checked/": ALWAYS,
    "directory/of/<slug:agency_key>/administrator/": ALWAYS,
    "directory/administrators/<str:nomination_id>/": ALWAYS,
    # which procedures the partnership follows
    "rules/<slug:procedure_id>/": TO_SEND,
}


def asking() -> dict[str, str]:
    found = {}
    for address, each in patterns(get_resolver(settings.ROOT_URLCONF)):
        seen = each.callback
        while seen is not None and not hasattr(seen, "asks_again"):
            seen = getattr(seen, "__wrapped__", None)
        if seen is not None:
            found[address] = seen.asks_again
    return found


def test_these_routes_ask_again_and_no_others() -> None:
    assert asking() == ASKING


@pytest.mark.django_db
def test_each_of_them_asks_whoever_has_not_shown_of_late_who_they_are(client: Client) -> None:
    """Of a child that one does not know nothing is said, not even this."""
    making.agency("police", "response")
    client.force_login(making.practitioner("constable", ("police", "response", "manager")))
    for address, when in ASKING.items():
        path = "/" + re.sub(r"<\w+:\w+>", "x", address.replace("<int:number>", "1"))
        if not address.startswith("children/"):
            assert _asks(client.post(path)) or _asks(client.get(path)), address
            assert when == ALWAYS or not _asks(client.get(path)), address


def _asks(answer: HttpResponse) -> bool:
    return answer.headers.get("Location", "").startswith("/sign-in/again/")

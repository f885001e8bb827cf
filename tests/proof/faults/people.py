"""Put a partnership into an empty database and sign its people in: python -m proof.faults.people CHILDREN SENDERS

In the site's own settings. Prints, as JSON, whose session is which and which children each sender may share about.
The agencies are those of the example; senders are so many constables of one team, each with children of their own.
"""

from __future__ import annotations

import json
import sys
from datetime import date

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from followthrough.service.agencies.models import Membership, Practitioner, Team
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.children.actions import About, register_child
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.demo import adopting, directory

SENDER, TEAM = "sender", ("police", "response")
_BY = Viewer.system("setup")


def main(children: int, senders: int) -> None:
    with transaction.atomic(), acting(_BY):
        directory.load()
        adopting.adopt()
        for person in Practitioner.objects.all():  # the example's people may not sign in outside the example
            person.email = f"{person.username}@{settings.ALLOWED_HOSTS[0]}"
            person.save(update_fields=["email"])
        own = [_sender(number) for number in range(senders)]
    known = {each.username: _children(each, children) for each in own}
    with acting(_BY):
        sessions = {each.username: _session(each) for each in Practitioner.objects.order_by("username")}
        ids = dict(Practitioner.objects.values_list("username", "pk"))
    print(json.dumps({"sessions": sessions, "children": known, "ids": ids, "cookie": settings.SESSION_COOKIE_NAME}))


def _sender(number: int) -> Practitioner:
    agency, team = TEAM
    made = Practitioner.objects.create(
        username=f"{SENDER}-{number}",
        name=f"Constable {number}",
        email=f"{SENDER}-{number}@proof.test",
        agency_id=agency,
    )
    seat = Team.objects.get(agency=agency, slug=team)
    Membership.objects.create(practitioner=made, team=seat, role="worker", from_at=clock.now())
    return made


def _children(sender: Practitioner, number: int) -> list[str]:
    viewer = viewer_of(sender)
    found = []
    for n in range(number):
        with transaction.atomic(), acting(viewer):
            about = About(f"Child {sender.username} {n}", date(2015, 1 + n % 12, 1 + n % 28))
            found.append(register_child(about=about, reason="is known to us", by=viewer).pk)
    return found


def _session(person: Practitioner) -> str:
    """As signing in with a second factor leaves it."""
    now = clock.real_now().timestamp()
    store = SessionStore()
    store.update(
        {
            SESSION_KEY: person.pk,
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: person.get_session_auth_hash(),
            "began_at": now,
            "seen_at": now,
            "second_factor": True,
        }
    )
    store.save()
    return str(store.session_key)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

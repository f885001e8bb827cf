"""Sends share after share through the one door, without a page: python -m proof.faults.door PERSON HISTORY STOP CHILD…

For volume: a page costs ten times as much as what is written. In the site's settings, as the application's role, in a
process of its own. What gets no answer is sent again with the same key, as a page does.
"""

from __future__ import annotations

import itertools
import sys
import time
from pathlib import Path

import django

django.setup()

from django.db import DatabaseError, InterfaceError, connection

from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.sharing import actions
from followthrough.service.sharing.outgoing import Outgoing
from proof.faults import history
from proof.faults.history import History
from proof.faults.writers import TEAMS

_AGAIN_EVERY = 20


def main(practitioner: str, file: str, stop: str, *children: str) -> None:
    notes = History(Path(file))
    viewer = _patiently(lambda: _viewer(practitioner))
    for number, child in zip(itertools.count(1), itertools.cycle(children), strict=False):
        if Path(stop).exists():
            break
        outgoing = _outgoing(child, number)
        notes.note(history.BEGUN, key=outgoing.key)
        reference = _patiently(lambda asked=outgoing: _send(asked, viewer))
        notes.note(
            history.SENT,
            key=outgoing.key,
            reference=reference,
            words=outgoing.words,
            child=child,
            teams=list(outgoing.recipients),
        )
        if number % _AGAIN_EVERY == 0:
            again = _patiently(lambda asked=outgoing: _send(asked, viewer))
            notes.note(history.AGAIN, key=outgoing.key, reference=reference, again=again)


def _outgoing(child: str, number: int) -> Outgoing:
    now, key = clock.now(), new_id()
    return Outgoing(
        key=key,
        asks="action",
        words=f"She was alone again, says {key}, number {number}.",
        occurred_from=now,
        occurred_to=now,
        recipients=TEAMS,
        family_told=True,
        child_id=child,
    )


def _viewer(practitioner: str) -> Viewer:
    with acting(Viewer.system("setup")):
        return viewer_of(Practitioner.objects.get(pk=practitioner))


def _send(outgoing: Outgoing, viewer: Viewer) -> str:
    with acting(viewer):
        return actions.send(outgoing=outgoing, by=viewer).reference


def _patiently(act):  # type: ignore[no-untyped-def]
    while True:
        try:
            return act()
        except (DatabaseError, InterfaceError) as error:
            print(type(error).__name__, file=sys.stderr, flush=True)
            connection.close()
            time.sleep(0.1)


if __name__ == "__main__":
    main(*sys.argv[1:])

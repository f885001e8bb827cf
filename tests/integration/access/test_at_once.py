"""Two changes at once leave no grant behind that neither would have given."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread

import pytest
from django.db import connections, transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions
from followthrough.service.access.models import Grant, Involvement
from followthrough.service.agencies.models import Membership, Practitioner
from followthrough.service.core.viewer import acting
from integration.agencies import making

pytestmark = pytest.mark.django_db(transaction=True)
ADA = Subject("child", "ada")


@pytest.fixture
def constable() -> Practitioner:
    making.agency("police", "response")
    return making.practitioner("constable", ("police", "response", "worker"))


def involve() -> None:
    actions.involve(agency="police", team="response", subject=ADA, reason="a test", by=making.SETUP)


def leave() -> None:
    actions.leave_team(membership=Membership.objects.get(practitioner__username="constable"), by=making.SETUP)


def end() -> None:
    with acting(making.SETUP):
        _end()


def _end() -> None:
    actions.end_involvement(involvement=Involvement.objects.get(), by=making.SETUP)


def join() -> None:
    person = Practitioner.objects.get(username="constable")
    team = Membership.objects.filter(practitioner=person).earliest("id").team
    actions.join_team(practitioner=person, team=team, role="safeguarding-lead", by=making.SETUP)


def at_once(first: Callable[[], None], second: Callable[[], None]) -> None:
    """`second` begins while the transaction of `first` has done its work and is still open."""
    worked, may_end = Event(), Event()
    failures: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    def open_first() -> None:
        with transaction.atomic():
            first()
            worked.set()
            may_end.wait(timeout=1)  # the second must wait for us, and so it never says that it is done

    def then_second() -> None:
        worked.wait(timeout=30)
        second()
        may_end.set()

    threads = [Thread(target=run, args=(work,)) for work in (open_first, then_second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert failures == []


@pytest.mark.parametrize("first, second", [(involve, leave), (leave, involve)])
def test_who_leaves_while_the_team_becomes_involved_sees_nothing(
    constable: Practitioner, first: Callable[[], None], second: Callable[[], None]
) -> None:
    at_once(first, second)
    assert not Grant.objects.filter(viewer=constable).exists()


@pytest.mark.parametrize("first, second", [(end, join), (join, end)])
def test_who_joins_while_the_involvement_ends_sees_nothing(
    constable: Practitioner, first: Callable[[], None], second: Callable[[], None]
) -> None:
    involve()
    at_once(first, second)
    assert not Grant.objects.filter(viewer=constable).exists()

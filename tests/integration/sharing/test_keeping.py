"""What is typed is kept on the server, for its writer alone, until it is sent or thrown away."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from followthrough.service.attachments.models import Attachment
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import acting
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Outbox
from followthrough.service.sharing import actions
from followthrough.service.sharing.actions import reminding
from followthrough.service.sharing.models import Draft, Share
from integration.sharing.test_pages import ANSWERS, begin, draft_of
from integration.sharing.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse(client: Client, world: World) -> Client:
    client.force_login(world.people["nurse"])
    return client


def test_half_a_sentence_is_kept_and_comes_back(nurse: Client, world: World) -> None:
    page = begin(nurse, world)
    address = reverse("sharing:keep", args=[draft_of(world).pk])
    assert f'data-keep="{address}"' in nurse.get(page).content.decode()
    kept = nurse.post(address, {"words": "He has a bu", "occurred_day": "99", "recipients": ["nobody"]})
    assert (kept.status_code, kept.json()) == (200, {"kept": "17:30"})
    assert "He has a bu" in nurse.get(page).content.decode()
    assert "You have begun 1 share" in nurse.get(reverse("sharing:start")).content.decode()


def told() -> list[str]:
    with as_assessor():
        found = Outbox.objects.filter(key__startswith="draft:").order_by("written_at", "id")
        assert not found.filter(is_urgent=True).exists()
        return list(found.values_list("sentence", flat=True))


def test_whoever_began_and_did_not_send_is_told_and_what_nobody_wants_is_deleted_at_last(
    nurse: Client, world: World
) -> None:
    begin(nurse, world)
    draft, began, by = draft_of(world), world.at.now(), world.viewer("nurse")
    with acting(by):
        Attachment.objects.create(
            name="a.pdf", kind="pdf", size=1, uploaded_by=by.practitioner_id, agency=by.agency, at=began, draft=draft.pk
        )

    def swept_after(span: timedelta) -> tuple[int, int]:
        world.at.at = began + span
        return reminding.remind_due(), len(told())

    assert swept_after(reminding.UNSENT - timedelta(minutes=1)) == (0, 0)
    assert swept_after(reminding.UNSENT) == swept_after(timedelta(days=75)) == (0, 1)
    assert "Nobody has received it" in told()[0] and "Jonas" not in told()[0]
    assert swept_after(reminding.KEPT - reminding.WARNED) == swept_after(timedelta(days=89)) == (0, 2)
    with acting(by):
        actions.keep_draft(draft=draft, data={}, by=by)
    assert swept_after(reminding.KEPT) == (0, 3), "whoever came back to it begins anew"
    began = began + timedelta(days=89)
    assert swept_after(reminding.KEPT + timedelta(days=3)) == (0, 4), "after an outage it waits for the warning too"
    assert swept_after(reminding.KEPT + timedelta(days=17)) == (1, 4)
    with acting(by):
        assert not Draft.objects.exists() and not Attachment.objects.exists()
    assert AuditRow.objects.get(action="draft.deleted").detail["draft"] == draft.pk


def test_nothing_of_it_is_kept_for_anybody_else_or_after_it_was_sent(
    client: Client, nurse: Client, world: World
) -> None:
    page = begin(nurse, world)
    address = reverse("sharing:keep", args=[draft_of(world).pk])
    client.force_login(world.people["sister"])
    assert client.post(address, {"words": "Something else."}).status_code == 404
    client.force_login(world.people["nurse"])
    third = nurse.post(page, ANSWERS).headers["Location"]
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', nurse.get(third).content.decode())
    assert seen is not None
    nurse.post(third, {"seen": seen[1]})
    assert nurse.post(address, {"words": "Too late."}).status_code == 409
    with acting(world.viewer("nurse")):
        assert Share.objects.get().words == "He has a burn on his hand."

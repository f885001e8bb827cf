"""An agency audits itself by standard; the Board goes through it and answers; each step has the rulebook's clock."""

from __future__ import annotations

import pytest
from django.test import Client

from followthrough.service.core.viewer import acting
from followthrough.service.learning.audits.models import SelfAudit
from followthrough.service.learning.audits.standards import STANDARDS
from integration.audits.conftest import SignIn
from integration.chronology.writing import plain, text_of
from integration.sharing.world import World, duties

OVERVIEW = "/audits/"


def begun(client: Client) -> str:
    """The address of the audit."""
    answer = client.post("/audits/begin/")
    assert answer.status_code == 302, answer.status_code
    return str(answer.headers["Location"])


def answer_all(client: Client, page: str, *, left: int = 0) -> None:
    for standard in STANDARDS[: len(STANDARDS) - left]:
        said = {"grade": "met", "evidence": "Minutes of May.", "action": ""}
        assert client.post(f"{page}standards/{standard.slug}/", said).status_code == 302


@pytest.fixture
def joined(world: World, signed_in: SignIn) -> World:
    assert signed_in("board.manager").post("/audits/members/hospital/join/").status_code == 302
    return world


def test_an_agency_that_joined_owes_an_audit_and_the_board_sees_when(joined: World, signed_in: SignIn) -> None:
    (owed,) = duties("section-11-returned")
    assert (owed.debtor_agency, owed.debtor_role) == ("hospital", "director")
    shown = plain(text_of(signed_in("board.manager"), OVERVIEW))
    assert "Hospital Its audit of itself None yet Next one due due" in shown and "28 March 2015" in shown
    assert "Camhs Its audit of itself Begin its cycle Next one due No clock runs" in shown
    assert signed_in("board.manager").post("/audits/members/board/join/").status_code == 404


def test_an_audit_is_answered_by_standard_sent_gone_through_and_answered(joined: World, signed_in: SignIn) -> None:
    lead, board = signed_in("named.nurse"), signed_in("board.manager")
    page = begun(lead)
    assert begun(signed_in("sister")) == page, "one that is open is gone on with"
    weak = lead.post(f"{page}standards/training/", {"grade": "not met", "evidence": "We do not know.", "action": ""})
    assert "Say what you will do, and by when" in weak.content.decode()
    answer_all(lead, page, left=1)
    unsent = lead.post(f"{page}send/", {"is_true": "on"}).content.decode()
    assert "Not answered yet: Information is shared and followed through." in unsent
    answer_all(lead, page)
    assert "Send it to the Board" in text_of(lead, page)
    lead.post(f"{page}send/", {"is_true": "on"})
    assert lead.post(f"{page}standards/training/", {"grade": "met", "evidence": "x", "action": ""}).status_code == 403
    (asked,) = duties("section-11-challenged")
    assert asked.debtor_agency == "board"
    assert board.post(f"{page}feedback/", {"words": "Good."}).status_code == 403, "it is gone through first"
    board.post(f"{page}challenge/", {"words": "Show us the supervision notes."})
    assert not duties("section-11-challenged") and duties("section-11-feedback-given")
    board.post(f"{page}feedback/", {"words": "Clear and honest."})
    assert not duties("section-11-feedback-given")
    shown = plain(text_of(lead, page))
    assert "Show us the supervision notes." in shown and "Clear and honest." in shown and "Feedback given" in shown


def test_an_agencys_audit_is_read_by_its_own_and_by_the_board(joined: World, signed_in: SignIn) -> None:
    page = begun(signed_in("named.nurse"))
    for other in ("duty.manager", "nurse", "constable", "policy.lead"):
        assert signed_in(other).get(page).status_code == 404
    for name, seen in (("named.nurse", 1), ("board.manager", 1), ("duty.manager", 0)):
        with acting(joined.viewer(name)):
            assert SelfAudit.objects.count() == seen
    assert signed_in("nurse").post("/audits/begin/").status_code == 403
    assert signed_in("named.nurse").post(f"{page}challenge/", {"words": "x"}).status_code == 403

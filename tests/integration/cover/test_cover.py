"""Days off are announced to each agency; each signs who is there; the board sees who has not, on page and paper."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from followthrough.procedures.calendars import england_and_wales
from followthrough.procedures.calendars.daysoff import with_bank_holidays
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core import clock
from followthrough.service.core.clock import FixedClock
from followthrough.service.cover import actions
from followthrough.service.cover.models import Period, Signed
from followthrough.service.ledger import sweep
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Rung
from integration.agencies import making
from integration.sharing.world import local
from integration.worklist.test_home import ours

pytestmark = pytest.mark.django_db
EASTER = "2013-03-29"
SAID = {
    "on_duty": "The night sergeant, every night",
    "level": "manager",
    "reach": "01632 960111",
    "hand_over": "The day team rings through its list.",
}


@pytest.fixture
def at(db: None) -> Iterator[FixedClock]:
    """The agencies of a small partnership, five weeks before Easter 2013."""
    with clock.use(FixedClock(local(2013, 2, 22, 9, 0))) as at:
        for agency, team in (("police", "response"), ("hospital", "ward"), ("board", "office")):
            making.agency(agency, team)
        making.practitioner("chief", ("police", "response", "service-manager"))
        making.practitioner("constable", ("police", "response", "worker"))
        making.practitioner("sister", ("hospital", "ward", "team-manager"))
        making.practitioner("board.manager", ("board", "office", "business-manager"))
        yield at


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(Practitioner.objects.get(username=name))
    return client


def plain(content: bytes) -> str:
    words = content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words[words.index("<main") : words.index("</main>")]))


def duties() -> dict[str, str]:
    with as_assessor():
        rows = Duty.objects.filter(procedure="bank-holiday-cover")
        return dict(rows.values_list("debtor_agency", "state"))


@pytest.mark.parametrize(
    "after, until, found",
    [
        (date(2013, 3, 1), date(2013, 4, 30), [(date(2013, 3, 29), date(2013, 4, 1))]),
        (date(2013, 3, 29), date(2013, 4, 30), []),
        (
            date(2013, 12, 1),
            date(2014, 1, 5),
            [(date(2013, 12, 25), date(2013, 12, 26)), (date(2014, 1, 1), date(2014, 1, 1))],
        ),
        (date(2021, 12, 1), date(2021, 12, 31), [(date(2021, 12, 25), date(2021, 12, 28))]),
    ],
)
def test_days_off_with_bank_holidays(after: date, until: date, found: list[tuple[date, date]]) -> None:
    """By hand, from a wall calendar."""
    days = with_bank_holidays(england_and_wales(), after, until)
    assert [(each.first, each.last) for each in days] == found


def test_each_agency_is_asked_once_five_weeks_before_and_the_board_is_not(at: FixedClock) -> None:
    at.at = local(2013, 2, 21, 9, 0)
    assert actions.announce_due() == 0
    at.at = local(2013, 2, 22, 9, 0)
    assert actions.announce_due() == 1 and actions.announce_due() == 0
    assert duties() == {"police": "open", "hospital": "open"}
    assert Period.objects.get().title == "Good Friday and Easter Monday"


def test_a_lead_finds_it_at_home_signs_and_the_duty_is_met(at: FixedClock) -> None:
    actions.announce_due()
    home = signed_in("chief").get("/").content.decode()
    assert "Sign who is on duty, and what they can decide" in home and 'href="/cover/"' in home
    answer = signed_in("chief").post(f"/cover/{EASTER}/sign/", SAID, follow=True)
    assert "Signed. The board sees your agency’s cover" in answer.content.decode()
    assert duties() == {"police": "met", "hospital": "open"}
    page = plain(signed_in("constable").get("/cover/").content)
    assert "1 of 2 agencies have signed." in page and "01632 960111" in page and "The night sergeant" in page


def test_what_is_missing_is_said_and_nothing_entered_is_lost(at: FixedClock) -> None:
    actions.announce_due()
    answer = signed_in("chief").post(f"/cover/{EASTER}/sign/", {**SAID, "reach": ""})
    page = answer.content.decode()
    assert "Give a telephone number" in page and "The night sergeant, every night" in page
    assert duties()["police"] == "open"


def test_only_a_lead_of_an_agency_that_was_asked_signs(at: FixedClock) -> None:
    actions.announce_due()
    for name in ("constable", "board.manager"):
        assert signed_in(name).post(f"/cover/{EASTER}/sign/", SAID).status_code == 403
    assert not Signed.objects.exists()
    assert signed_in("chief").get("/cover/2013-03-30/sign/").status_code == 404


def test_what_is_not_signed_climbs_to_the_board_and_stands_among_the_gaps(at: FixedClock) -> None:
    actions.announce_due()
    signed_in("chief").post(f"/cover/{EASTER}/sign/", {**SAID, "level": "alone"})
    at.at = local(2013, 3, 15, 0, 1)
    sweep.run_once()
    assert duties() == {"police": "met", "hospital": "breached"}
    with as_assessor():
        assert [(rung.tell_agency, rung.tell_role) for rung in Rung.objects.filter(kind="rung")] == [
            ("board", "business-manager")
        ]
    assert "Each agency signs that its cover is in place" in plain(signed_in("board.manager").get("/").content)
    page = plain(signed_in("board.manager").get(f"/cover/{EASTER}/").content)
    assert "Hospital has not signed. It was due today 00:00." in page
    assert "Police has a worker on duty alone: nobody there can decide." in page


def test_the_report_is_a_pdf_that_can_be_read(at: FixedClock) -> None:
    actions.announce_due()
    signed_in("chief").post(f"/cover/{EASTER}/sign/", SAID)
    answer = signed_in("board.manager").get(f"/cover/{EASTER}/report.pdf")
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    words = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))
    assert "Hospital has not signed." in words and "The night sergeant, every night" in words
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"], "tagged, for a screen reader"


def test_the_pages_ask_few_questions_however_many_agencies_there_are(at: FixedClock) -> None:
    for n in range(5):
        making.agency(f"school-{n}", "office")
    actions.announce_due()
    client = signed_in("chief")
    for path in ("/cover/", f"/cover/{EASTER}/", f"/cover/{EASTER}/sign/"):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        assert len(ours(asked)) <= 12, (path, len(ours(asked)))

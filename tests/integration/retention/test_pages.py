"""The pages of keeping and destroying, by role; the certificate as a file; and how few questions each page asks."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from followthrough.service.access.stepup import FRESH
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core.clock import FixedClock
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.actions import record
from followthrough.service.retention import actions
from followthrough.service.retention.models import Disposal, Hold, Period
from integration.access.comparing import bare
from integration.agencies import making
from integration.retention.files import CANARY, event, old_record

pytestmark = pytest.mark.django_db(databases=["default", "owner", "assessor"])


def browser(viewer: Viewer) -> Client:
    """Signed in with the password just now, so that nothing grave asks again."""
    client = Client()
    client.post("/sign-in/", {"username": viewer.username, "password": making.PASSWORD})
    return client


def plain(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.status_code
    words = answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words[words.index("<main") : words.index("</main>")]))


@pytest.fixture
def board() -> Viewer:
    return making.viewer("margaret", ("board", "office", "business-manager"))


def test_everybody_reads_for_how_long_records_are_kept_and_from_where_that_comes(worker: Viewer) -> None:
    page = plain(browser(worker), "/records/periods/")
    assert "75 years from the child’s birth" in page and "regulation 50(1)(a)" in page
    assert "The law’s" in page and "Our default" in page


def test_the_board_changes_a_period_and_what_stood_before_stays_readable(board: Viewer, worker: Viewer) -> None:
    said = {"years": "40", "counts_from": "last", "source": "Minute 7 of May 2026", "reason": "People come back late."}
    answer = browser(board).post("/records/periods/child-protection/", said, follow=True)
    assert "What the board decided is written down" in answer.content.decode()
    assert "40 years from the last thing that is recorded" in plain(browser(worker), "/records/periods/")
    page = plain(browser(worker), "/records/periods/child-protection/")
    assert "Minute 7 of May 2026" in page and "35 years from the last thing" in page
    assert "What has the board decided?" not in page
    assert AuditRow.objects.filter(action="retention.decided").count() == 1


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        ("looked-after", {"years": "70"}, "The law asks for 75 years from the child’s birth"),
        ("looked-after", {"counts_from": "last", "years": "80"}, "The law asks for 75 years"),
        ("contact", {"years": "0"}, "from 1 to 150"),
        ("contact", {"years": "ten"}, "Give a whole number of years"),
        ("contact", {"reason": ""}, "Say why"),
    ],
)
def test_a_period_that_cannot_be_is_asked_for_again(board: Viewer, kind: str, typed: dict[str, str], says: str) -> None:
    said = {"years": "80", "counts_from": "birth", "source": "Minute", "reason": "Because."}
    assert says in browser(board).post(f"/records/periods/{kind}/", said | typed).content.decode()
    assert Period.objects.count() == 0


def test_nobody_else_changes_a_period(first: Viewer) -> None:
    said = {"years": "80", "counts_from": "birth", "source": "Minute", "reason": "Because."}
    assert browser(first).post("/records/periods/contact/", said).status_code == 403


def test_two_people_destroy_a_record_and_the_certificate_can_be_read_again(
    first: Viewer, second: Viewer, worker: Viewer
) -> None:
    child = old_record(worker)
    client = browser(first)
    assert child.name in plain(client, "/records/")
    page = plain(client, f"/records/review/{child.pk}/")
    assert "2 entries of the chronology" in page and "A word of" not in page
    client.post(f"/records/review/{child.pk}/", {"reason": "It is over since 2005."})
    made = Disposal.objects.get()
    assert "You proposed this" in plain(client, f"/records/proposals/{made.pk}/")
    other = browser(second)
    assert made.reference in plain(other, "/records/")
    other.post(f"/records/proposals/{made.pk}/", {"answer": "yes", "reason": "I agree."})
    page = plain(other, f"/records/proposals/{made.pk}/")
    assert "Certificate of destruction" in page and CANARY not in page
    answer = other.get(f"/records/proposals/{made.pk}/certificate.pdf")
    paper = PdfReader(io.BytesIO(answer.content))
    words = "".join(each.extract_text() for each in paper.pages)
    assert made.reference in words and "It is over since 2005." in words and child.pk in words
    assert CANARY not in words + str(paper.metadata)
    assert "/StructTreeRoot" in paper.trailer["/Root"] and paper.trailer["/Root"]["/Lang"] == "en-GB"
    assert AuditRow.objects.filter(action="destruction.read").count() >= 3


def test_to_agree_takes_a_fresh_proof_of_who_one_is(
    first: Viewer, second: Viewer, worker: Viewer, at: FixedClock
) -> None:
    child = old_record(worker)
    made = actions.propose(child_id=child.pk, reason="Old.", by=first)
    client = Client()
    client.force_login(Practitioner.objects.get(pk=second.practitioner_id))
    answer = client.post(f"/records/proposals/{made.pk}/", {"answer": "yes", "reason": "I agree."})
    assert FRESH and answer.status_code == 302 and "/again/" in answer.headers["Location"]
    made.refresh_from_db()
    assert made.agreed is None


def test_a_manager_who_works_with_the_child_holds_the_record_back_and_ends_it(first: Viewer, worker: Viewer) -> None:
    child = old_record(worker)
    manager = browser(making.viewer("boss", ("social-care", "front-door", "team-manager")))
    assert f"/records/holds/of/{child.pk}/" in manager.get(f"/children/{child.pk}/").content.decode()
    manager.post(f"/records/holds/of/{child.pk}/", {"asked_by": "The county court", "reason": "A claim."})
    page = plain(browser(first), f"/records/review/{child.pk}/")
    assert "A legal hold stands: The county court." in page and "Propose" not in page
    held = Hold.objects.get()
    manager.post(f"/records/holds/{held.pk}/end/", {"reason": "The claim is settled."})
    assert "Propose to destroy it" in plain(browser(first), f"/records/review/{child.pk}/")
    held.refresh_from_db()
    assert held.to_at and held.end_reason == "The claim is settled."


def test_a_worker_holds_nothing_back_and_a_stranger_learns_nothing(worker: Viewer) -> None:
    child = old_record(worker)
    assert browser(worker).get(f"/records/holds/of/{child.pk}/").status_code == 403
    stranger = browser(making.viewer("dan", ("police", "response", "team-manager")))
    for path in (f"/records/holds/of/{child.pk}/", "/records/holds/of/nobody/", "/records/holds/nothing/end/"):
        assert stranger.get(path).status_code == 404
    for path in ("/records/", f"/records/review/{child.pk}/", "/records/review/nobody/", "/records/proposals/x/"):
        assert stranger.get(path).status_code in (302, 403)


@pytest.mark.parametrize("role", ["privacy-officer", "records-manager"])
def test_who_keeps_the_records_of_another_agency_learns_nothing(
    first: Viewer, second: Viewer, worker: Viewer, role: str
) -> None:
    """Need to know: an agency's own reviewers review what it holds something of, the board's review all."""
    child = old_record(worker)
    made = actions.propose(child_id=child.pk, reason="Old.", by=first)
    with acting(second):
        held = actions.hold(child_id=child.pk, asked_by="A court", reason="Why.", by=second)
    elsewhere = browser(making.viewer("far", ("police", "response", role)))
    page = plain(elsewhere, "/records/")
    assert child.name not in page and made.reference not in page and "A court" not in page
    for path in ("review/{}/", "holds/of/{}/", "proposals/{}/", "proposals/{}/certificate.pdf", "holds/{}/end/"):
        nobodys = elsewhere.get(f"/records/{path.format('nobody')}")
        for each in (child.pk, made.pk, held.pk):
            answer = elsewhere.get(f"/records/{path.format(each)}")
            assert answer.status_code == 404, path
            assert bare(answer, each) == bare(nobodys, "nobody")
    assert child.name in plain(browser(second), "/records/")


def test_an_agency_that_holds_one_entry_of_the_child_reviews_the_record(first: Viewer, worker: Viewer) -> None:
    child = old_record(worker)
    constable = making.viewer("dan", ("police", "response", "worker"))
    keeper = browser(making.viewer("far", ("police", "response", "records-manager")))
    assert keeper.get(f"/records/review/{child.pk}/").status_code == 404
    with acting(constable):
        record([event(child, "child.seen", datetime(1991, 6, 1, tzinfo=UTC), data={})], by=constable)
    assert child.name in plain(keeper, f"/records/review/{child.pk}/")
    assert child.name in plain(keeper, "/records/")


def test_every_look_at_a_record_to_review_is_in_the_audit(first: Viewer, worker: Viewer) -> None:
    child = old_record(worker)
    browser(first).get(f"/records/review/{child.pk}/")
    assert AuditRow.objects.filter(action="retention.read", subject_id=child.pk).count() == 1


@pytest.mark.parametrize("path", ["/records/", "/records/periods/", "/records/periods/contact/", "/records/review/{}/"])
def test_a_page_asks_few_questions(first: Viewer, second: Viewer, worker: Viewer, path: str) -> None:
    children = [old_record(worker, name) for name in ("One", "Two", "Three")]
    with acting(second):
        actions.hold(child_id=children[0].pk, asked_by="A court", reason="Why.", by=second)
    actions.propose(child_id=children[1].pk, reason="Old.", by=second)
    client = browser(first)
    client.get("/records/periods/")
    with CaptureQueriesContext(connection) as asked:
        client.get(path.format(children[0].pk))
    own = [each["sql"] for each in asked if re.match(r"(?i)\s*select", each["sql"]) and not _is_setting(each["sql"])]
    frame = 5  # session, person, seats, their sign-in, the teams at the foot
    assert len(own) - frame <= 12, own


def _is_setting(sql: str) -> bool:
    return any(each in sql for each in ("set_config", "current_setting", "app_viewer()"))

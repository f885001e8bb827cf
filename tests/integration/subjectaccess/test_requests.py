"""Somebody asks to see a record: the month, what is gathered, what is taken out, who agrees, and what leaves."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access.policies import can_see_child
from followthrough.service.agencies.models import Practitioner
from followthrough.service.children.actions import About, enter_child, enter_member, enter_person
from followthrough.service.children.models import Child, Household
from followthrough.service.core import clock
from followthrough.service.core.clock import FixedClock
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Event
from followthrough.service.retention import actions as retention
from followthrough.service.subjectaccess import actions, queries
from followthrough.service.subjectaccess.models import Request
from followthrough.service.subjectaccess.policies import NotForYou, NotReady
from integration.agencies import making
from support.database import TestDatabase

pytestmark = pytest.mark.django_db(databases=["default", "owner", "assessor"])
NOW = datetime(2026, 2, 2, 10, 0, tzinfo=UTC)
BORN = date(1990, 7, 3)
OWN, OTHERS, NEIGHBOUR, BROTHERS = "Wrenlow", "Thistlecote", "Mrs Applegarth", "Hazelmoor"


@pytest.fixture(autouse=True)
def at() -> Iterator[FixedClock]:
    with clock.use(FixedClock(NOW)) as standing:
        making.agency("social-care", "front-door", "archive")
        making.agency("police", "response")
        yield standing


@pytest.fixture
def nora() -> Viewer:
    return making.viewer("nora", ("social-care", "archive", "records-manager"))


@pytest.fixture
def ruth() -> Viewer:
    return making.viewer("ruth", ("social-care", "front-door", "safeguarding-lead"))


@pytest.fixture
def gwen(at: FixedClock) -> Child:
    """A woman with a file: what social care wrote, a neighbour in it, what the police keep, a brother beside her."""
    worker = making.viewer("ines", ("social-care", "front-door", "worker"))
    police = making.viewer("dan", ("police", "response", "worker"))
    home = Household.objects.create(address_label="Chapel Row")
    child, brother = (enter_child(about=About(name, BORN)) for name in ("Gwen Arlott", "Tom Arlott"))
    enter_person(name="Rita Arlott", household=home, relation="mother", on=BORN)
    for each in (child, brother):
        enter_member(child=each, household=home, on=BORN)
        for agency in ("social-care", "police"):
            access.involve(agency=agency, subject=Subject("child", each.pk), reason="an old file", by=worker)
    with acting(worker):
        record(
            [
                _seen(child, 1998, f"She likes school, said the teacher of {OWN}."),
                _seen(child, 1999, f"A neighbour, {NEIGHBOUR}, rang: “She is out late.” We went and she was in bed."),
                _seen(brother, 1999, f"Her brother of {BROTHERS}."),
                _seen(child, 2000, f"A therapist's words: {OWN} therapy.", record_class="therapeutic-notes"),
            ],
            by=worker,
        )
    with acting(police):
        record([_seen(child, 2001, f"A source says {OTHERS}.", record_class="police-intelligence")], by=police)
    return child


def _seen(child: Child, year: int, words: str, **more: str) -> NewEvent:
    on = datetime(year, 6, 1, 12, 0, tzinfo=UTC)
    return NewEvent(kind="child.seen", subject=Subject("child", child.pk), occurred_from=on, text=words, **more)


def entered(child: Child, by: Viewer, **more: object) -> Request:
    said: dict[str, object] = {
        "asked_by": "the person themselves", "asker": "Gwen Arlott", "entitled_by": "", "scope": "", "from_on": None,
        "to_on": None, "received_on": NOW.date(),
    }  # fmt: skip
    with acting(by):
        return actions.enter(child_id=child.pk, by=by, **said | more)  # type: ignore[arg-type]


def decided(found: Request, by: Viewer, second: Viewer, *, taken_out: str = NEIGHBOUR) -> Request:
    """Who she is, is checked; the neighbour is taken out; the therapist's words are kept back; the rest is given."""
    with acting(by):
        actions.check_identity(request=found, shown="Passport seen.", by=by)
        parts = queries.parts(by, found)
        for part in parts:
            words = " ".join(part.lines)
            if NEIGHBOUR in words:
                actions.decide(
                    request=found, part=part, withheld=False, code="third-party", passages=[taken_out], note="", by=by
                )
            elif "therapy" in words:
                actions.decide(
                    request=found, part=part, withheld=True, code="serious-harm", passages=[], note="Asked her.", by=by
                )
        actions.give_rest(request=found, parts=parts, by=by)
        person = Practitioner.objects.get(pk=second.practitioner_id)
        actions.prepare(request=found, second=person, parts=parts, by=by)
    return queries.request(by, found.pk) or found


def agreed(found: Request, by: Viewer) -> Request:
    with acting(by):
        actions.agree(request=found, by=by)
    return found


def duties(child: Child) -> list[Duty]:
    with as_assessor():
        return list(
            Duty.objects.filter(subject_id=child.pk, procedure__contains="record-request").order_by("opened_at")
        )


def test_a_month_runs_from_the_day_on_which_it_came(gwen: Child, nora: Viewer) -> None:
    entered(gwen, nora, received_on=date(2026, 1, 20))
    (duty,) = duties(gwen)
    assert duty.due_at.date() == date(2026, 2, 20) and duty.debtor_role == "records-manager"


def test_who_is_told_in_time_that_it_takes_longer_waits_three_months_from_the_request(
    gwen: Child, nora: Viewer, at: FixedClock
) -> None:
    found = entered(gwen, nora)
    at.at += timedelta(days=10)
    with acting(nora):
        actions.extend(request=found, words="There are four boxes.", by=nora)
    first, longer = duties(gwen)
    assert first.state == "met" and longer.due_at.date() == date(2026, 5, 2)
    with acting(nora), pytest.raises(NotReady, match="only once"):
        actions.extend(request=found, words="Again.", by=nora)


def test_whoever_takes_it_on_reads_what_their_agency_wrote_and_no_brothers_and_no_others_secrets(
    gwen: Child, nora: Viewer
) -> None:
    assert not can_see_child(nora, gwen.pk)
    found = entered(gwen, nora)
    with acting(nora):
        words = " ".join(line for part in queries.parts(nora, found) for line in part.lines)
    assert OWN in words and "therapy" in words and NEIGHBOUR in words and "Chapel Row" in words and "Rita" in words
    assert OTHERS not in words and BROTHERS not in words


def test_only_the_days_that_were_asked_for_are_gathered(gwen: Child, nora: Viewer) -> None:
    found = entered(gwen, nora, from_on=date(1999, 1, 1), to_on=date(1999, 12, 31))
    with acting(nora):
        entries = [each for each in queries.parts(nora, found) if each.key.startswith("entry:")]
    assert len(entries) == 1 and NEIGHBOUR in entries[0].lines[0]


def test_what_is_taken_out_is_nowhere_in_the_document(gwen: Child, nora: Viewer, ruth: Viewer) -> None:
    found = agreed(decided(entered(gwen, nora), nora, ruth), ruth)
    made = queries.pack_of(found)
    paper = PdfReader(io.BytesIO(made))
    words = re.sub(r"\s+", " ", " ".join(each.extract_text() for each in paper.pages))
    everything = words + str(paper.metadata) + str(paper.xmp_metadata and paper.xmp_metadata.stream.get_data())
    everything += "".join(_streams(paper))
    for hidden in (NEIGHBOUR, "Applegarth", "therapy", OTHERS, BROTHERS, "Asked her"):
        assert hidden not in everything, hidden
    assert f"She likes school, said the teacher of {OWN}." in words
    assert "[Taken out: It is about somebody else, who has not agreed that you may see it.]" in words
    assert "1 part kept back" in words and "Words taken out of 1 part" in words
    assert "schedule 2, paragraph 16" in words and "schedule 3, paragraphs 5, 11 and 19" in words
    assert "Information Commissioner" in words
    root = paper.trailer["/Root"]
    assert "/StructTreeRoot" in root and root["/Lang"] == "en-GB" and root["/MarkInfo"]["/Marked"]
    assert paper.metadata is not None and found.reference in str(paper.metadata.title)


def _streams(paper: PdfReader) -> Iterator[str]:
    """What stands in the file beside its pages."""
    for number in range(1, len(paper.xref[0]) + 1) if 0 in paper.xref else ():
        held = paper.get_object(number)
        yield str(held)
    yield from (page.get_contents().get_data().decode("latin-1") for page in paper.pages)  # type: ignore[union-attr]


def test_what_is_kept_back_for_a_crime_is_not_told_of(gwen: Child, nora: Viewer, ruth: Viewer) -> None:
    found = entered(gwen, nora)
    with acting(nora):
        part = next(each for each in queries.parts(nora, found) if OWN in " ".join(each.lines))
        actions.decide(request=found, part=part, withheld=True, code="crime", passages=[], note="", by=nora)
    found = agreed(decided(found, nora, ruth), ruth)
    words = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(queries.pack_of(found))).pages)
    assert "likely to get in the way" not in words and "paragraph 2," not in words
    assert "keep something back without saying so" in re.sub(r"\s+", " ", words)


def test_words_that_are_taken_out_of_one_part_and_stand_in_another_stop_it(
    gwen: Child, nora: Viewer, ruth: Viewer
) -> None:
    ines = Practitioner.objects.get(username="ines")
    with acting(Viewer(ines.pk, "ines", "social-care", ("social-care/front-door",), ("worker",))) as _:
        by = Viewer(ines.pk, "ines", "social-care", ("social-care/front-door",), ("worker",))
        record([_seen(gwen, 2002, "Mrs Applegarth again, on the telephone.")], by=by)
    found = entered(gwen, nora)
    with acting(nora):
        actions.check_identity(request=found, shown="Passport seen.", by=nora)
        parts = queries.parts(nora, found)
        first = next(each for each in parts if "A neighbour" in " ".join(each.lines))
        actions.decide(
            request=found, part=first, withheld=False, code="third-party", passages=[NEIGHBOUR], note="", by=nora
        )
        actions.give_rest(request=found, parts=parts, by=nora)
        person = Practitioner.objects.get(pk=ruth.practitioner_id)
        with pytest.raises(NotReady, match="still stands in"):
            actions.prepare(request=found, second=person, parts=parts, by=nora)


@pytest.mark.parametrize(
    ("code", "passages", "says"), [("third-party", ["Nobody"], "do not stand"), ("", ["late"], "why")]
)
def test_a_decision_that_cannot_be_is_refused(
    gwen: Child, nora: Viewer, code: str, passages: list[str], says: str
) -> None:
    found = entered(gwen, nora)
    with acting(nora):
        part = next(each for each in queries.parts(nora, found) if NEIGHBOUR in " ".join(each.lines))
        with pytest.raises(NotReady, match=says):
            actions.decide(request=found, part=part, withheld=False, code=code, passages=passages, note="", by=nora)


def test_nobody_is_given_a_record_before_it_is_known_who_they_are(gwen: Child, nora: Viewer, ruth: Viewer) -> None:
    found = entered(gwen, nora)
    with acting(nora):
        parts = queries.parts(nora, found)
        actions.give_rest(request=found, parts=parts, by=nora)
        person = Practitioner.objects.get(pk=ruth.practitioner_id)
        with pytest.raises(NotReady, match="who they are"):
            actions.prepare(request=found, second=person, parts=parts, by=nora)


def test_nobody_agrees_to_what_they_prepared(gwen: Child, nora: Viewer, ruth: Viewer) -> None:
    found = decided(entered(gwen, nora), nora, ruth)
    with acting(nora), pytest.raises(NotForYou):
        actions.agree(request=found, by=nora)
    one = {"second": nora.practitioner_id, "approved_at": NOW}
    with acting(Viewer.system("test")), pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=found.pk).update(**one)


def test_the_second_person_sends_it_back_and_it_can_be_changed(gwen: Child, nora: Viewer, ruth: Viewer) -> None:
    found = decided(entered(gwen, nora), nora, ruth)
    with acting(ruth):
        actions.send_back(request=found, words="Is the therapist's note really harmful?", by=ruth)
    again = queries.request(nora, found.pk)
    assert again is not None and not again.is_prepared and again.sent_back.startswith("Is the therapist")


def test_what_was_corrected_since_is_decided_again(gwen: Child, nora: Viewer, ruth: Viewer) -> None:
    found = decided(entered(gwen, nora), nora, ruth)
    ines = Practitioner.objects.get(username="ines")
    by = Viewer(ines.pk, "ines", "social-care", ("social-care/front-door",), ("worker",))
    with as_assessor():
        first = Event.objects.get(subject_id=gwen.pk, text__contains=NEIGHBOUR)
    with acting(by):
        record([_seen(gwen, 1999, f"{NEIGHBOUR}, of 4 Chapel Row, rang.", corrects=first.pk)], by=by)
    with acting(ruth), pytest.raises(NotReady, match="recorded or corrected since"):
        actions.agree(request=found, by=ruth)


def test_when_it_is_given_the_duty_is_met_and_nobody_reads_the_record_for_it(
    gwen: Child, nora: Viewer, ruth: Viewer
) -> None:
    found = agreed(decided(entered(gwen, nora), nora, ruth), ruth)
    with acting(nora):
        actions.give(request=found, by=nora)
    (duty,) = duties(gwen)
    assert duty.state == "met" and not can_see_child(nora, gwen.pk)
    held = queries.request(nora, found.pk)
    assert held is not None and held.pack == "" and held.digest and held.outcome == "given"
    said = set(AuditRow.objects.filter(subject_id=gwen.pk).values_list("action", flat=True))
    assert {
        f"access-request.{each}" for each in ("entered", "identity-checked", "decided", "approved", "ended")
    } <= said


def test_an_open_request_keeps_the_record_from_being_destroyed(gwen: Child, nora: Viewer) -> None:
    entered(gwen, nora)
    from followthrough.service.retention.queries import kept_by

    assert kept_by(gwen.pk) == ("1 open duty about this child.",)


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "assessor"])
def test_requests_go_with_the_record_and_hold_no_plain_name(
    gwen: Child, nora: Viewer, ruth: Viewer, tests_database: TestDatabase, at: FixedClock
) -> None:
    found = agreed(decided(entered(gwen, nora, asker="Quentin Farthing"), nora, ruth), ruth)
    with acting(nora):
        actions.give(request=found, by=nora)
    assert _rows(tests_database, "subjectaccess_request") == 1
    with psycopg.connect(tests_database.administrator, dbname=tests_database.name) as held:
        (plain,) = held.execute("select string_agg(t::text, '') from subjectaccess_request t").fetchone() or ("",)
    assert "Farthing" not in plain and "Passport" not in plain
    board = making.agency("board", "office")
    other = making.viewer("privacy", (board.key, "office", "privacy-officer"))
    at.at = datetime(2060, 1, 1, 10, 0, tzinfo=UTC)
    made = retention.propose(child_id=gwen.pk, reason="Long over.", by=nora)
    retention.answer(disposal=made, agrees=True, reason="Yes.", by=other)
    assert _rows(tests_database, "subjectaccess_request") == _rows(tests_database, "subjectaccess_decision") == 0
    page = browser(nora).post("/requests/enter/", FORM).content.decode()
    assert "was destroyed on Thursday 1 January 2060" in page and made.reference in page


def _rows(database: TestDatabase, table: str) -> int:
    with psycopg.connect(database.administrator, dbname=database.name) as held:
        (found,) = held.execute(f"select count(*) from {table}").fetchone() or (0,)
        return int(found)


# The pages

FORM = {
    "name": "Gwen Arlott", "born_on_day": "3", "born_on_month": "7", "born_on_year": "1990",
    "asked_by": "the person themselves", "asker": "Gwen Arlott", "received_on_day": "2", "received_on_month": "2",
    "received_on_year": "2026",
}  # fmt: skip


def browser(viewer: Viewer) -> Client:
    client = Client()
    client.post("/sign-in/", {"username": viewer.username, "password": making.PASSWORD})
    return client


def test_a_request_goes_through_the_pages_from_the_letter_to_the_pack(gwen: Child, nora: Viewer, ruth: Viewer) -> None:
    client, other = browser(nora), browser(ruth)
    assert "Entered as R-" in client.post("/requests/enter/", FORM, follow=True).content.decode()
    found = queries.open_requests(nora)[0]
    at = f"/requests/{found.pk}/"
    client.post(f"{at}identity/", {"shown": "Passport seen."})
    page = client.get(at).content.decode()
    assert "Gwen Arlott" in page and "Not decided" in page
    hrefs = re.findall(rf'href="({at}parts/[^"]+)"', page)
    for href in hrefs:
        words = client.get(href).content.decode()
        if NEIGHBOUR in words:
            client.post(href, {"what": "some", "passages": NEIGHBOUR, "code": "third-party", "note": ""})
    assert "Some words taken out" in client.get(at).content.decode()
    client.post(f"{at}give-the-rest/")
    client.post(f"{at}prepare/", {"second": ruth.practitioner_id})
    assert "Being read over" in client.get(at).content.decode()
    assert other.get(hrefs[0]).status_code == 200
    other.post(f"{at}read-over/", {"answer": "agree", "words": ""})
    answer = client.get(f"{at}record.pdf")
    assert answer.headers["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert AuditRow.objects.filter(action="access-request.pack-released").count() == 1
    client.post(f"{at}given/")
    assert client.get(f"{at}record.pdf").status_code == 404


def test_an_unknown_name_is_answered_like_a_closed_record(gwen: Child, nora: Viewer) -> None:
    page = browser(nora).post("/requests/enter/", FORM | {"name": "Somebody Else"}).content.decode()
    assert "There is no record of this name and day of birth that is open to you" in page


def test_a_parent_says_why_they_may_ask(gwen: Child, nora: Viewer) -> None:
    page = browser(nora).post("/requests/enter/", FORM | {"asked_by": "a parent"}).content.decode()
    assert "Say what shows that they may ask" in page


def test_nobody_else_and_no_other_agency_sees_a_request(gwen: Child, nora: Viewer) -> None:
    found = entered(gwen, nora)
    worker = Practitioner.objects.get(username="ines")
    elsewhere = making.viewer("far", ("police", "response", "records-manager"))
    for path in ("", "record.pdf", "parts/child/"):
        client = Client()
        client.force_login(worker)
        assert client.get(f"/requests/{found.pk}/{path}").status_code in (302, 403)
        assert browser(elsewhere).get(f"/requests/{found.pk}/{path}").status_code == 404
    assert browser(nora).get("/requests/nothing/").status_code == 404


@pytest.mark.parametrize("path", ["/requests/", "/requests/enter/", "/requests/{}/", "/requests/{}/parts/child/"])
def test_a_page_asks_few_questions(gwen: Child, nora: Viewer, path: str) -> None:
    found = entered(gwen, nora)
    client = browser(nora)
    client.get("/requests/")
    with CaptureQueriesContext(connection) as asked:
        client.get(path.format(found.pk))
    own = [each["sql"] for each in asked if re.match(r"(?i)\s*select", each["sql"]) and not _is_setting(each["sql"])]
    frame = 5  # session, person, seats, their sign-in, the teams at the foot
    assert len(own) - frame <= 13, chr(10).join(each[-150:] for each in own)


def _is_setting(sql: str) -> bool:
    return any(each in sql for each in ("set_config", "current_setting", "app_viewer()"))

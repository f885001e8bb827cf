"""Cases are drawn by chance, can be drawn again, are read where they lie, and end in themes and recommendations."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followthrough.procedures.model.event import Subject
from followthrough.service.access.closing import close
from followthrough.service.access.models import Level
from followthrough.service.board import counting
from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from followthrough.service.design.quarters import Quarter
from followthrough.service.learning.audits import actions
from followthrough.service.learning.audits.models import CaseAudit, Sampled
from followthrough.service.learning.audits.policies import CannotAudit
from followthrough.service.learning.audits.sampling import Case, digest, draw
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.learning.reviews import actions as reviews
from followthrough.service.ledger import sweep
from integration.audits.conftest import SignIn
from integration.chronology.writing import plain, text_of
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, World, duties
from integration.worklist.test_home import ours

PROCEDURE = "share-received-urgent"


@pytest.fixture
def shared(world: World) -> World:
    """Seven urgent shares: two received in time, five by nobody."""
    for number in range(7):
        leg = world.leg(world.send(OUT_OF_HOURS))
        if number < 2:
            world.do("receive", leg, "duty")
    world.later(days=5)
    sweep.run_once()
    return world


def drawn(world: World, **more: object) -> CaseAudit:
    manager = world.viewer("board.manager")
    said = {"title": "Was it received?", "question": "Did the sender know?", "topic": "", "procedure": PROCEDURE,
            "since": date(2013, 3, 1), "until": date(2013, 4, 30), "strata": "outcome", "each": 2}  # fmt: skip
    with acting(manager):
        return actions.draw(by=manager, **{**said, **more})  # type: ignore[arg-type]


def cases(world: World, audit: CaseAudit, name: str = "board.manager") -> list[Sampled]:
    with acting(world.viewer(name)):
        return list(Sampled.objects.filter(audit=audit))


def test_anybody_can_draw_again_from_the_seed_and_the_frame(shared: World) -> None:
    audit = drawn(shared)
    with acting(shared.viewer("board.manager")):
        frame = [Case(stratum, identity) for stratum, identity in audit.frame.cases]
    assert len(frame) == 7 and digest(frame) == audit.digest
    again = [case.id for case in draw(frame, each=audit.each, seed=audit.seed)]
    found = cases(shared, audit)
    assert [each.duty_id for each in found] == again
    assert [each.stratum for each in found] == ["In time", "In time", "Late, or not done", "Late, or not done"]
    assert {each.agency for each in found} == {"social-care"}


def test_nothing_is_drawn_of_a_sealed_child_or_where_nothing_fell_due(shared: World) -> None:
    with pytest.raises(CannotAudit, match="Nothing of this procedure"):
        drawn(shared, procedure="bank-holiday-cover")
    lead = shared.viewer("named.nurse")
    with acting(lead):
        close(
            child=Subject("child", shared.child.pk), level=Level.SEALED, names=[lead.practitioner_id],
            reason="A threat.", review_by=date(2013, 6, 1), by=lead,
        )  # fmt: skip
    with pytest.raises(CannotAudit, match="Nothing of this procedure"):
        drawn(shared)


def test_the_board_draws_by_the_page_and_learns_no_child(shared: World, signed_in: SignIn) -> None:
    said = {"title": "Was it received?", "question": "Did the sender know?", "topic": "follow-through", "each": "2",
            "procedure": PROCEDURE, "strata": "agency", "since_day": "1", "since_month": "3", "since_year": "2013",
            "until_day": "30", "until_month": "4", "until_year": "2013"}  # fmt: skip
    board = signed_in("board.manager")
    assert "Enter a number from 1 to 50" in board.post("/audits/cases/draw/", {**said, "each": "500"}).content.decode()
    answer = board.post("/audits/cases/draw/", said)
    assert answer.status_code == 302, plain(answer.content.decode())
    page = str(answer.headers["Location"])
    shown = text_of(board, page)
    assert "Social-Care: 2 of 7" in plain(shown) and "To draw again Seed" in plain(shown)
    assert shared.child.pk not in shown and "Jonas" not in shown and "/duties/" not in shown
    for other in ("day", "named.nurse", "policy.lead"):
        assert signed_in(other).get(page).status_code == 404
        assert signed_in(other).get("/audits/cases/draw/").status_code == 403


def test_an_agency_reads_its_own_cases_and_the_board_what_they_saw(shared: World, signed_in: SignIn) -> None:
    audit = drawn(shared)
    page, manager = f"/audits/cases/{audit.key}/", signed_in("duty.manager")
    assert "Case 1" in text_of(manager, page)
    assert "of 5" not in plain(text_of(manager, page)) and "7 cases" not in plain(text_of(manager, page)), "of all"
    assert "In time: hidden; Late, or not done: hidden" in plain(text_of(signed_in("board.manager"), page))
    reading = text_of(manager, f"{page}1/")
    assert f"/duties/{cases(shared, audit)[0].duty_id}/" in reading and "Did the sender know?" in reading
    manager.post(f"{page}1/", {"reading": "done in part", "words": "Received, and nobody rang back."})
    shown = plain(text_of(signed_in("board.manager"), page))
    assert "4 cases: 0 done well, 1 done in part, 0 not done, 3 not read yet." in shown
    assert "Received, and nobody rang back." in shown
    assert signed_in("board.manager").get(f"{page}1/").status_code == 404, "who owed it reads it"
    assert signed_in("named.nurse").get(f"{page}1/").status_code == 404


def test_what_was_found_goes_to_a_theme_and_to_a_recommendation(shared: World, signed_in: SignIn) -> None:
    manager = shared.viewer("board.manager")
    with acting(manager):
        review = reviews.begin(title="Early review", kind="other review", children=[], by=manager)
    audit, board = drawn(shared), signed_in("board.manager")
    page = f"/audits/cases/{audit.key}/"
    found = {"side": "learning point", "theme": "Follow through", "words": "Nobody rang back."}
    board.post(f"{page}find/", found)
    with acting(manager):
        finding = audit.findings.get()
    ask = f"{page}findings/{finding.pk}/ask/"
    said = {"review": review.pk, "owner": "agency", "words": "Ring back on the same day."}
    assert "Error:" in board.post(ask, said).content.decode(), "which agency is missing"
    board.post(ask, {**said, "agencies": ["hospital"]})
    with acting(manager):
        made = Recommendation.objects.get()
    assert made.asked == ["hospital"] and made.key in text_of(board, page)
    spring = counting.counted(Quarter(2013, 2), clock.now() + timedelta(seconds=1), [])
    assert [(each["title"], each["learning"]) for each in spring["themes"]] == [("Follow through", 1)]


def test_a_report_is_the_audit_of_the_year_for_its_topic(shared: World, signed_in: SignIn) -> None:
    shared.later(days=200)  # the procedure is in force from October
    board = signed_in("board.manager")
    board.post("/audits/cases/topics/agree/", {"topic": "follow-through"})
    (owed,) = duties("topic-audited")
    again = board.post("/audits/cases/topics/agree/", {"topic": "follow-through"}).content.decode()
    assert "This topic is audited each year already." in again
    audit = drawn(shared, topic="follow-through", since=date(2013, 3, 1), until=date(2013, 4, 30))
    page = f"/audits/cases/{audit.key}/"
    board.post(f"{page}report/", {"words": "Half were received by nobody."})
    assert owed.pk not in {each.pk for each in duties("topic-audited")}, "the next one is owed in a year"
    assert "Half were received by nobody." in plain(text_of(board, page))
    assert board.post(f"{page}find/", {}).status_code == 403
    assert signed_in("duty.manager").get(f"{page}1/").status_code == 403, "its cases are not read any more"


def test_the_pages_ask_few_questions_however_many_cases_there_are(shared: World, signed_in: SignIn) -> None:
    board, counts = signed_in("board.manager"), []
    for each in (1, 5):
        audit = drawn(shared, each=each, strata="none")
        for path in (f"/audits/cases/{audit.key}/", "/audits/", "/audits/cases/"):
            board.get(path)
            with CaptureQueriesContext(connection) as asked:
                board.get(path)
            counts.append(len(ours(asked)))
    assert max(counts) <= 12, counts
    assert counts[0] == counts[3] and FRONT_DOOR

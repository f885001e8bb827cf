"""Need, waits and coordination by tier: counted once a child, hidden where small, for commissioners and the Board."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from followthrough.procedures.model.event import Subject
from followthrough.service.children.actions import About, register_child
from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from followthrough.service.learning.commissioning.queries import figures as queries
from followthrough.service.ledger.actions import NewEvent, record
from integration.chronology.writing import plain, text_of
from integration.commissioning.conftest import SignIn
from integration.sharing.world import World
from integration.worklist.test_home import ours

PAGE = "/commissioning/"


ANSWERS = {
    "accepted": {},
    "waiting": {"words": "The school nurse sees the child."},
    "declined": {"because": "there is no room", "words": "A counsellor can begin now."},
}


def refer(world: World, many: int, *, seen: str = "", answer: str = "waiting", tier: int = 3) -> None:
    """New children, referred twenty days ago and answered on the next day; seen six days later as this kind, or not."""
    nurse, clinician = world.viewer("nurse"), world.viewer("stranger")
    for number in range(many):
        then, key = clock.now() - timedelta(days=20), f"m-{tier}{seen}{answer}{number}"
        with acting(nurse):
            about = About(f"Child {key}", None, "", "English", False)
            child = Subject("child", register_child(about=about, reason="t", by=nurse).pk)
            asked = {"mental_health_referral": key, "recipient_agency": "camhs", "tier": tier}
            record([NewEvent(kind="mental-health.referred", subject=child, occurred_from=then, data=asked)], by=nurse)
        happened = []
        if answer:
            said = {"mental_health_referral": key, "told_agency": "hospital", **ANSWERS[answer]}
            happened.append((f"mental-health.{answer}", then + timedelta(days=1), said))
        if seen:
            data = {"mental_health_referral": key} if seen == "first-seen" else {}
            happened.append((f"mental-health.{seen}", then + timedelta(days=6), data))
        with acting(clinician):
            new = [NewEvent(kind=kind, subject=child, occurred_from=at, data=data) for kind, at, data in happened]
            if new:
                record(new, by=clinician)


def rows(world: World, part: str) -> list[dict[str, object]]:
    """As they are at this moment, which no page tells."""
    return list(queries.counted(clock.now() + timedelta(microseconds=1))[part])


def test_a_child_counts_once_and_its_wait_ends_when_it_was_seen(world: World) -> None:
    refer(world, 2, seen="assessed")
    refer(world, 1)
    (tier,) = rows(world, "waits")
    assert (tier["tier"], tier["children"], tier["seen"], tier["waiting"]) == (3, 3, 2, 1)
    assert (tier["median"], round(float(str(tier["waited"])))) == (6 * 24, 20 * 24)
    (coordinated,) = rows(world, "coordinated")
    assert (coordinated["led"], coordinated["not_led"]) == (0, 3)
    (gap,) = rows(world, "gaps")
    assert (gap["tier"], gap["answered"], gap["unanswered"]) == (3, 0, 1)


def test_small_numbers_are_hidden_and_large_ones_told(world: World, signed_in: SignIn) -> None:
    refer(world, 6, seen="first-seen")
    refer(world, 7)
    world.later(days=5)  # April
    shown = plain(text_of(signed_in("buyer"), PAGE))
    assert "Seen 6 Taken on or on the list, not seen 7 No answer yet 0 Not taken on 0 All 13" in shown
    assert "Half seen within 6 days Half of those who wait: so far 23 days" in shown
    assert "A commissioner has answered 0 Not answered hidden All hidden" in shown
    refer(world, 2, tier=2)
    world.later(days=27)
    assert plain(text_of(signed_in("buyer"), PAGE)) == shown, "no two days of a month can be told apart"
    world.later(days=2)  # May
    shown = plain(text_of(signed_in("buyer"), PAGE))
    assert "Seen 0 Taken on or on the list, not seen hidden" in shown and "not seen 7" not in shown


def test_each_referral_is_seen_waits_has_no_answer_or_is_not_taken_on(world: World) -> None:
    refer(world, 3, seen="first-seen", answer="accepted")
    refer(world, 2, answer="accepted")
    refer(world, 5)
    refer(world, 1, answer="")
    refer(world, 4, answer="declined")
    (tier,) = rows(world, "waits")
    counted = {name: tier[name] for name in ("children", "seen", "waiting", "unanswered", "declined")}
    assert counted == {"children": 15, "seen": 3, "waiting": 7, "unanswered": 1, "declined": 4}
    hours = [round(float(str(tier[each]))) for each in ("median", "waited", "unheard")]
    assert hours == [6 * 24, 20 * 24, 20 * 24]


def test_figures_are_for_commissioners_and_the_board(world: World, signed_in: SignIn) -> None:
    for name in ("buyer", "board.manager"):
        assert signed_in(name).get(PAGE).status_code == 200
    for name in ("nurse", "named.nurse", "duty.manager"):
        for path in (PAGE, f"{PAGE}report.pdf", f"{PAGE}report.docx"):
            assert signed_in(name).get(path).status_code == 403


def test_the_files_say_what_the_page_says(world: World, signed_in: SignIn) -> None:
    refer(world, 6, seen="assessed")
    world.later(days=5)
    buyer = signed_in("buyer")
    assert buyer.get(f"{PAGE}report.pdf").content.startswith(b"%PDF")
    file = Document(BytesIO(buyer.get(f"{PAGE}report.docx").content))
    shown = plain(text_of(buyer, PAGE))
    assert file.tables and all(cell.text in shown for table in file.tables for row in table.rows for cell in row.cells)


def test_the_page_asks_few_questions_however_many_there_are(world: World, signed_in: SignIn) -> None:
    buyer, counts = signed_in("buyer"), []
    buyer.get(PAGE)
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            buyer.get(PAGE)
        counts.append(len(ours(asked)))
        refer(world, 4, seen="first-seen", answer="accepted")
        world.later(days=31)
        buyer.get(PAGE)  # which counts again
    assert counts[0] == counts[1] <= 12, counts

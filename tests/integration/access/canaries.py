"""A boy on a ward, a girl of whom hardly anybody knows, and a word in each protected field: who may read which?

Who may read what is written down here by hand, name by name, and not asked of the policies.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from django.http import HttpResponse
from django.test import Client
from pypdf import PdfReader

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access import closing, danger
from followthrough.service.access.models import Level
from followthrough.service.agencies.models import Practitioner, Team
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.caseload import setting_up, taking
from followthrough.service.children import actions as children
from followthrough.service.children.actions import About
from followthrough.service.children.numbers import set_number
from followthrough.service.children.queries import household_of
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import acting
from followthrough.service.governance.models import LookReview
from followthrough.service.intake import actions as intake
from followthrough.service.intake.arrivals import from_mail
from followthrough.service.learning.recommendations import actions as recommendations
from followthrough.service.learning.reviews import actions as reviews
from followthrough.service.learning.reviews.models import Side
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.sharing import actions as sharing
from integration.agencies import making
from integration.sharing import world as made
from integration.sharing.world import World

JONAS_BORN, MILA_BORN = date(2009, 5, 4), date(2011, 6, 7)
WARD, ANSWER = {"nurse", "sister"}, {"sister", "named.nurse"}
HOSPITAL = WARD | ANSWER
CARE = {"day", "duty", "duty.manager"}  # the front door works with Jonas; the night team answers for him
NEAR = HOSPITAL | CARE
LISTED = {"named.nurse", *CARE}  # who closed Mila's record, and who holds closed records in custody
READERS: Mapping[str, set[str]] = {
    "class-core": NEAR | {"stranger"},  # who opened Jonas's record because of danger
    "class-narrative": NEAR | {"stranger"},
    "class-health-detail": HOSPITAL,
    "class-police-intelligence": HOSPITAL,
    "class-placement-address": HOSPITAL,
    "class-therapeutic-notes": WARD,
    "class-sexual-health": WARD,
    "class-adult-record": WARD,
    "class-adoption": ANSWER,
    "class-legal-privilege": ANSWER,
    "class-staff-family": ANSWER,
    "class-witness-protection": set(),
    "label-police-restricted": HOSPITAL,
    "words-in-the-data": HOSPITAL,
    "draft": {"nurse"},
    "mail": HOSPITAL,
    "list-matched": NEAR | {"stranger"},  # what the hospital's own list says of Jonas
    "list-waiting": HOSPITAL,  # the team that looks after the list, and who answers for the agency
    "danger": {"board.officer"},
    "own-people": {"constable"},
    "review-of-a-look": {"board.officer"},
    "review": {"board.officer", "board.manager"},
    "finding": {"board.officer", "board.manager"},
    "recommendation": {"board.officer", "board.manager", "constable"},  # asked of the police
    "hidden-name": LISTED,
    "hidden-entry": LISTED,
    "hidden-home": LISTED,
    "hidden-adult": LISTED,
    "hidden-needs": LISTED,
    "why-closed": {"named.nurse", "duty.manager"},  # those on the list who can close
}


_WORD = re.compile("Canary ([a-z -]+?) wren")  # a paper may begin a new line after a hyphen


def word(name: str) -> str:
    return f"Canary {name} wren"


def planted() -> Iterator[World]:
    """For a fixture: a hospital, a front door and others; a boy on a ward, and a girl of whom hardly anybody knows."""
    with clock.use(made.started()) as at:
        built = made.build(at)
        making.agency("board", "office")
        for name, role in (("officer", "privacy-officer"), ("manager", "business-manager")):
            built.people[f"board.{name}"] = making.practitioner(f"board.{name}", ("board", "office", role))
        Team.objects.filter(agency="social-care", slug="front-door").update(is_default=True)
        _plant(built)
        yield built


def _plant(world: World) -> None:
    nurse, jonas = world.viewer("nurse"), Subject("child", world.child.pk)
    access.involve(agency="social-care", team="front-door", subject=jonas, reason="t", by=making.SETUP)
    _write_entries(world, jonas)
    _mail_to_the_ward()
    _list_of_the_ward(world)
    world.send(made.OUT_OF_HOURS, words="He is here now.")
    with acting(nurse):
        sharing.begin_draft(data={"child_id": jonas.id, "name": word("draft")}, by=nurse)
    _open_in_danger(world, jonas)
    _hide_mila(world)
    _review(world)
    constable = world.people["constable"]
    with acting(viewer_of(constable)):
        children.name_own_people(
            practitioner=constable, name=word("own-people"), born_on=MILA_BORN, why="family", by=viewer_of(constable)
        )
    stranger = world.people["stranger"]
    _opened_at_night(world)
    LookReview.objects.create(
        rule="night", practitioner=stranger.pk, day=date(2013, 3, 27), outcome="work", words=word("review-of-a-look"),
        reviewed_by=world.people["board.officer"].pk, reviewed_at=clock.now(),
    )  # fmt: skip


def _review(world: World) -> None:
    """Kept by the Board’s office, which nobody has told of a child yet."""
    manager = world.viewer("board.manager")
    with acting(manager):
        held = reviews.begin(title=word("review"), kind="other review", children=[], by=manager)
        reviews.find(
            review=held, theme="Cover", side=Side.LEARNING, words=word("finding"), without_entry="Told.", by=manager
        )
        recommendations.make(review=held, owner="agency", agencies=["police"], words=word("recommendation"), by=manager)


def _mail_to_the_ward() -> None:
    ward = Team.objects.get(agency="hospital", slug="ward")
    mail = f"Message-ID: <1@x.example>\r\nFrom: x@x.example\r\nSubject: {word('mail')}\r\n\r\n{word('mail')}"
    intake.take_in(arrival=from_mail(mail.encode()), team=ward)


def _list_of_the_ward(world: World) -> None:
    sister, ward = world.viewer("sister"), Team.objects.get(agency="hospital", slug="ward")
    with acting(sister):
        held = setting_up.set_up(team=ward, owner=world.people["nurse"], due_by=None, by=sister)
        set_number(child_id=world.child.pk, scheme="case", value="H-1", agency="hospital", by=sister)
    rows = f"Case number,Name,Worker\nH-1,Jonas Weber,{word('list-matched')}\nH-2,{word('list-waiting')},\n"
    taking.take_in(held=held, raw=rows.encode(), as_of=clock.now(), came_by="upload", by=sister)


def _write_entries(world: World, jonas: Subject) -> None:
    nurse, at = world.viewer("nurse"), clock.now() - timedelta(hours=2)
    entries = [
        NewEvent(kind="child.seen", subject=jonas, occurred_from=at, text=word(name),
                 record_class=name.removeprefix("class-"))
        for name in READERS if name.startswith("class-")
    ]  # fmt: skip
    police = NewEvent(kind="child.seen", subject=jonas, occurred_from=at, text=word("label-police-restricted"),
                      handling="police restricted")  # fmt: skip
    data = {"words": word("words-in-the-data"), "category": "neglect"}
    words = NewEvent(kind="concern.raised", subject=jonas, occurred_from=at, data=data,
                     record_class="placement-address")  # fmt: skip
    with acting(nurse):
        record([*entries, police, words], by=nurse)


def _open_in_danger(world: World, jonas: Subject) -> None:
    stranger = world.viewer("stranger")
    with acting(stranger):
        audit.record("child.known", by=stranger, subject=jonas)
        danger.open_in_danger(child=jonas, danger="life", words=word("danger"), by=stranger)


def _opened_at_night(world: World) -> None:
    """A look that is listed for review, so that its page can be opened."""
    with clock.use(clock.FixedClock(made.local(2013, 3, 27, 3))):
        audit.record("child.read", by=world.viewer("stranger"), subject=Subject("child", world.child.pk))


def _hide_mila(world: World) -> None:
    lead = world.viewer("named.nurse")
    with acting(lead):
        mila = children.register_child(
            about=About(word("hidden-name"), MILA_BORN, communication_needs=word("hidden-needs")), reason="t", by=lead,
            address_label=word("hidden-home"),
        )  # fmt: skip
        home = household_of(mila)
        assert home is not None
        children.enter_person(name=word("hidden-adult"), household=home, relation="mother", on=MILA_BORN)
        subject = Subject("child", mila.pk)
        record([NewEvent(kind="child.seen", subject=subject, occurred_from=clock.now(), text=word("hidden-entry"))],
               by=lead)  # fmt: skip
        closing.close(child=subject, level=Level.INVISIBLE, names=[], reason=word("why-closed"),
                      review_by=date(2013, 6, 1), by=lead)  # fmt: skip
    world.people["mila"] = mila  # type: ignore[assignment]


# How words are found again


def client_of(username: str) -> Client:
    """Signed in, with the password just now, so that nothing grave asks again."""
    client = Client()
    client.force_login(Practitioner.objects.get(username=username))
    session = client.session
    session["proved_at"] = clock.real_now().timestamp()
    session.save()
    return client


def text_of(answer: HttpResponse) -> str:
    return words_in(answer.content)


def words_in(content: bytes) -> str:
    """Of a paper, what a reader of it finds: words, title, and who it says made it; of a folder, of all in it."""
    if content.startswith(b"%PDF"):
        paper = PdfReader(io.BytesIO(content))
        said = [*(each.extract_text() for each in paper.pages), str(paper.metadata)]
        return re.sub(r"\s+", " ", " ".join(said))
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as folder:
            return " ".join(f"{name} {words_in(folder.read(name))}" for name in folder.namelist())
    return content.decode(errors="replace")


def read(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Which words stand where."""
    found: dict[str, list[str]] = defaultdict(list)
    for where, text in texts.items():
        for name in _WORD.findall(text):
            found[name.replace(" ", "")].append(where)
    return found

"""Who has an identifier that is none of their business? Newcomers, to whom everything of the others is foreign.

They work for an agency that has a child, a share and a duty of its own and nothing to do with any other. Each puts
identifiers of others where a route takes one, real ones and ones like them; the answer must be the one that an
identifier of nobody gets.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import unified_diff
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils.http import urlencode

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access import danger, routes
from followthrough.service.access.models import Involvement, Opening
from followthrough.service.agencies.models import Agency, Membership, Practitioner, Shift, Team
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.attachments.models import Attachment
from followthrough.service.caseload import setting_up, taking
from followthrough.service.caseload.models import Case, Delivery
from followthrough.service.children.actions import About, enter_child, register_child
from followthrough.service.children.models import Child, Household, Person
from followthrough.service.core import audit, clock
from followthrough.service.core.ids import LETTERS, new_id, reference
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.cover.models.handover import HandOver, HandOverItem
from followthrough.service.cover.models.rota import Handing, RotaFile
from followthrough.service.intake import files as intake_files
from followthrough.service.intake.actions import take_in
from followthrough.service.intake.arrivals import from_mail
from followthrough.service.intake.models import Item, Upload
from followthrough.service.learning.audits.models import CaseAudit, Frame, SelfAudit
from followthrough.service.learning.commissioning import actions as commissioning
from followthrough.service.learning.commissioning.models import CaseExample
from followthrough.service.learning.newsletter.actions import drafting
from followthrough.service.learning.newsletter.models import Issue
from followthrough.service.learning.newsletter.queries.checking import checked
from followthrough.service.learning.posts import actions as posts
from followthrough.service.learning.posts.models import Post
from followthrough.service.learning.recommendations import actions as recommendations
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.learning.reviews import actions as reviews
from followthrough.service.learning.reviews.models import Episode, Finding, Review, Seat, Side
from followthrough.service.learning.training import actions as training
from followthrough.service.learning.training.models import Register
from followthrough.service.ledger import delivery, joining
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Event, Letter, SameChild
from followthrough.service.people.first import actions as first
from followthrough.service.people.models import Nomination
from followthrough.service.retention.models import Disposal, Hold
from followthrough.service.sharing import actions as sharing
from followthrough.service.sharing.models import Draft, Leg, Share
from followthrough.service.sharing.outgoing import Outgoing
from followthrough.service.subjectaccess import actions as requests
from followthrough.service.subjectaccess.models import Request
from followthrough.service.triage.models import Alert
from integration.access.comparing import bare
from integration.access.test_routes import patterns
from integration.agencies import making
from integration.attachments.sending import with_file
from integration.sharing import world as sharing_world
from integration.sharing.world import World

AGENCY, TEAM, OWN_CHILD = "border-clinic", "desk", "own-child"
# Everything that a role can open to them, in one person or another.
NEWCOMERS = {
    "newcomer.worker": ("worker",),
    "newcomer.lead": ("safeguarding-lead", "team-manager", "duty-manager"),
    "newcomer.office": ("privacy-officer", "administrator"),
}
# Identifiers that hide nothing: whoever is signed in may read what they name.
OPEN_TO_ALL = {
    "issue_number": "whoever is signed in reads an issue that is out",
    "edition": "the same",
    "ending": "the same",
    "procedure_id": "everybody reads the procedures",
    "provider_id": "stands on the page of signing in",
    "agreement_id": "everybody reads the agreements; who may end one is tested with them",
    "agency_key": "everybody may know who is on duty; who may change it is tested with the rotas",
    "team_slug": "the same",
    "shift_id": "the same",
    "organisation": "every manager checks numbers of organisations without an account; none is about a child",
    "period_key": "every agency reads who covers which days; who may sign is tested with them",
    "who": "counts the people of a discussion; whose discussion it is is tested with it",
    "step": "names of the steps of an incident",
    "proposal_id": "everybody reads what was proposed; the case that it comes from is tested with it",
    "what": "names a part of the rules, which everybody reads",
    "name": "the same",
    "course_id": "everybody reads the programme; who came and what they said is tested with it",
    "session_id": "the same",
    "audience_id": "the same",
    "when": "names straight after or three months later",
    "chapter_slug": "everybody reads the chapters of policy; a draft is tested with them",
    "version": "the same",
    "newer": "the same",
    "kind": "everybody reads for how long each kind of record is kept",
    "quarter": "a quarter is no secret; who reads the Board’s figures is tested with them",
    "figure": "the same",
    "standard": "eight standards that everybody may know",
}
NUMBERS = ("pk", "handing_id", "file_id", "number")
NOBODYS = {**dict.fromkeys(NUMBERS, "987654321"), "reference": "FT-9999-9999", "token": "0" * 32}
Pools = Mapping[str, list[str]]


@dataclass(frozen=True)
class Slot:
    """A place for an identifier: an address, or a field of a form. Its other identifiers are the newcomers' own."""

    route: str
    method: str
    name: str
    address: str  # with {} where the identifier stands, unless a field takes it
    data: Mapping[str, str] = field(default_factory=dict)
    in_field: str = ""
    shape: str = ".*"

    def ask(self, client: Client, identifier: str) -> tuple[int, str, str]:
        """What is answered, with the identifier and the address taken out."""
        address = self.address.replace("{}", identifier)
        data = {**self.data, self.in_field: identifier} if self.in_field else self.data
        if self.method == "GET":
            answer = client.get(f"{address}?{urlencode(data)}" if data else address)
        else:
            answer = client.post(address, data)
        if answer.status_code == 302:
            _forget_messages(client)  # the next page would show them
        echo = f"{self.in_field}={identifier}" if self.in_field else f"/{identifier}/"
        known = [echo, *([identifier] if len(identifier) > 3 else [])]
        return bare(answer, *known)


@dataclass(frozen=True)
class Found:
    """How many answers were like nobody's: the one page that says nothing, and others that ask for no identifier."""

    not_there: int
    refused: int
    other: int

    @property
    def total(self) -> int:
        return self.not_there + self.refused + self.other


def build(children: int) -> None:
    """Others who work with children, share and open records; and the newcomers, with a child and a share too."""
    with clock.use(sharing_world.started()) as at:
        world = sharing_world.build(at)
        nurse, constable = world.viewer("nurse"), world.viewer("constable")
        for number in range(children):
            with acting(nurse):
                world.child = register_child(about=About(f"Other {number}", date(2009, 1, 2)), reason="t", by=nurse)
            share, _ = with_file(world, sharing_world.OUT_OF_HOURS, sharing_world.FRONT_DOOR)
            world.do("receive", world.leg(share), "duty")
            _open_in_danger(world.child.pk, constable)
            delivery.deliver()
            with acting(nurse):
                sharing.begin_draft(data={"name": f"Unsent {number}"}, by=nurse)
            _mail_to(sharing_world.FRONT_DOOR, number)
        _keep_records(world)
        _bring_a_list(world)
        _name_an_administrator()
        _train()
        _fill_a_post()
        _review(world)
        Authenticator.objects.create(user=world.people["nurse"], type="webauthn", data={"name": "hers"})
        _arrive()


def _open_in_danger(child_id: str, by: Viewer) -> None:
    with acting(by):
        audit.record("child.known", by=by, subject=Subject("child", child_id))
        danger.open_in_danger(child=Subject("child", child_id), danger="life", words="w", by=by)


def _keep_records(world: World) -> None:
    """A request to see a record, a hold, a proposal to destroy one, a hand-over, and two records of one child."""
    making.team(Agency.objects.get(key="social-care"), "archive")
    keeper = making.viewer("keeper", ("social-care", "archive", "records-manager"))
    today = clock.now().date()
    with acting(keeper):
        requests.enter(
            child_id=world.child.pk, asked_by="a parent", asker="A. Parent", entitled_by="", scope="", from_on=None,
            to_on=None, received_on=today, by=keeper,
        )  # fmt: skip
        Disposal.objects.create(
            subject_kind="child", subject_id=world.child.pk, terms=[], due_on=today, proposed_by=keeper.practitioner_id,
            proposed_for="social-care/archive", proposed_reason="r", proposed_at=clock.now(),
        )  # fmt: skip
    with acting(Viewer.system("retention")):
        Hold.objects.create(
            subject_kind="child", subject_id=world.child.pk, asked_by="A court", reason="r",
            set_by=keeper.practitioner_id, from_at=clock.now(),
        )  # fmt: skip
    giver, taker = (Team.objects.get(agency="social-care", slug=slug) for slug in ("front-door", "out-of-hours"))
    with acting(Viewer.system("cover")):
        times = dict.fromkeys(("shift_ends_at", "taker_until", "made_at"), clock.now())
        made = HandOver.objects.create(giver=giver, taker=taker, **times)
        HandOverItem.objects.create(hand_over=made, what="duty", ref="d", child_id=world.child.pk, title="t")
        shift = Shift.objects.create(
            team=giver, level="worker", starts_at=clock.now(), ends_at=clock.now() + timedelta(hours=8), role="duty",
            practitioner=world.people["day"],
        )  # fmt: skip
        day, duty = world.people["day"], world.people["duty"]
        Handing.objects.create(shift=shift, giver=day, taker=duty, asked_at=clock.now())
        RotaFile.objects.create(team=giver, name="rota.csv", text="t", brought_by=day.pk, brought_at=clock.now())
    nurse = world.viewer("nurse")
    with acting(nurse):
        one, other = (
            register_child(about=About(name, date(2009, 1, 2)), reason="t", by=nurse).pk for name in ("Zed", "Zedd")
        )
        joining.join(alias=other, survivor=one)


def _bring_a_list(world: World) -> None:
    """One case of a child whom somebody knows, and one whom nobody does."""
    team, day = Team.objects.get(agency="social-care", slug="front-door"), world.viewer("day")
    lead = making.viewer("list.keeper", ("social-care", "front-door", "team-manager"))
    with acting(lead):
        held = setting_up.set_up(team=team, owner=world.people["day"], due_by=None, by=lead)
    rows = b"Case number,Name\nSC-1,Jonas Weber\nSC-2,Somebody Else\n"
    intake_files.bring(raw=b"Name,Notes\nJonas Weber,x\n", sender="Hillside", by=day)
    taking.take_in(held=held, raw=rows, as_of=clock.now(), came_by="upload", by=day)


def _train() -> None:
    """A register that waits, at the Board’s."""
    chair = making.viewer("training.chair", ("board", "office", "chair"))
    with acting(chair):
        course = training.add_course(title="A course", words="", recommendation="FT", taught_by="board", by=chair)
        at = clock.now() - timedelta(hours=1)
        session = training.plan_session(course=course, begins_at=at, place="Here", by_whom="Us", by=chair)
        training.bring_register(session=session, raw=b"email,agency,team\nx@x.example,police,Response", by=chair)


def _fill_a_post() -> None:
    """At social care."""
    lead = making.viewer("post.keeper", ("social-care", "front-door", "safeguarding-lead"))
    with acting(lead):
        held = posts.add(title="Lead", group="other", level="level 3", is_required=True, by=lead)
        posts.fill(post=held, holder="Wilma Post", since=clock.now().date(), covered_by="", by=lead)


def _name_an_administrator() -> None:
    """Of social care, by the Board."""
    making.agency("board", "office")
    care = Agency.objects.get(pk="social-care")
    by = making.viewer("board.admin", ("board", "office", "administrator"))
    with acting(by):
        first.name(
            agency=care, team=care.teams.all()[0], username="first", name="F", email="f@care.example", telephone="",
            checked="By letter.", by=by,
        )  # fmt: skip


def _review(world: World) -> None:
    """Of the last child, with a finding."""
    chair = making.viewer("board.chair", ("board", "office", "chair"))
    child = Subject("child", world.child.pk)
    access.involve(agency="board", team="office", subject=child, reason="heard of it", by=making.SETUP)
    with acting(chair):
        reviews.put_forward(child_id=child.id, reason="r", urgency="urgent", by=chair)
        held = reviews.begin(title="A review", kind="other review", children=[child.id], by=chair)
        reviews.find(
            review=held, theme="Cover", side=Side.GOOD, words="Somebody was there.", without_entry="Told.", by=chair
        )
        nurse = world.people["nurse"]
        reviews.seat(review=held, practitioner=nurse, role="member", conflict="None", independence="", by=chair)
        reviews.gather(child=held.children.get(), title="t", words="", events=[], by=chair)
        reviews.ask_agencies(review=held, agencies=["hospital"], asked_for="w", by=chair)
        drafting.compose(title="On 3 May 2011", reviews=[held], by=chair)
        recommendations.make(review=held, owner="agency", agencies=["police"], words="Check.", by=chair)
        audit = CaseAudit.objects.create(
            title="t", question="q", procedure="p", since=clock.now().date(), until=clock.now().date(), strata="none",
            each=1, seed="s", digest="d", drawn_by=chair.practitioner_id, drawn_at=clock.now(),
        )  # fmt: skip
        Frame.objects.create(audit=audit, cases=[])
        commissioning.write(
            child_id=child.id, gap="g", tier=3, title="Nobody", words={}, commissioner="nobody", by=chair
        )
    sergeant = making.viewer("auditing.sergeant", ("police", "response", "team-manager"))
    with acting(sergeant):
        SelfAudit.objects.create(agency_id="police", began_at=clock.now())


def _mail_to(team: str, number: int) -> Item:
    agency, _, slug = team.partition("/")
    mail = f"Message-ID: <{number}@x.example>\r\nFrom: x@x.example\r\nSubject: Mail {number}\r\n\r\nw"
    item = take_in(arrival=from_mail(mail.encode()), team=Team.objects.get(agency=agency, slug=slug))
    assert item is not None
    return item


def _arrive() -> None:
    making.agency(AGENCY, TEAM, "office")
    people = [making.practitioner(name, *((AGENCY, TEAM, r) for r in roles)) for name, roles in NEWCOMERS.items()]
    _mail_to(f"{AGENCY}/{TEAM}", 0)
    worker, now = viewer_of(people[0]), clock.now()
    about = About("Wilma Own", date(2008, 8, 8))
    with acting(worker):
        child = enter_child(about=about, identity=OWN_CHILD)
        access.involve(agency=AGENCY, team=TEAM, subject=Subject("child", child.pk), reason="t", by=making.SETUP)
        seen = NewEvent(kind="child.seen", subject=Subject("child", child.pk), occurred_from=now, data={})
        record([seen], by=worker)
        said = {"asks": "urgent", "words": "w", "family_told": True, "recipients": (f"{AGENCY}/office",)}
        moment = {"occurred_from": now, "occurred_to": now}
        sharing.send(outgoing=Outgoing(key="own", child_id=child.pk, **said, **moment), by=worker)


def _alert() -> str:
    """That agencies together hold enough about somebody: found by the sweep, and for one manager alone."""
    now = clock.now()
    with acting(making.SETUP), as_assessor():
        found = Alert.objects.create(
            subject_kind="child", subject_id=new_id(), procedure="p", version=1, roots=[new_id()],
            agencies=["police"], state="apart", team="social-care/triage", pooled_at=now, raised_at=now, looked_to=now,
        )  # fmt: skip
    return found.pk


def pools() -> Pools:
    """By the name that a route gives an identifier: every real one that is not the newcomers' own."""
    nurse, constable = (viewer_of(Practitioner.objects.get(username=name)) for name in ("nurse", "constable"))
    people = _ids(Practitioner.objects.exclude(agency=AGENCY))
    with acting(making.SETUP), as_assessor():
        events, duties = _ids(Event.objects.exclude(agency=AGENCY)), _ids(Duty.objects.exclude(debtor_agency=AGENCY))
        letters = _ids(Letter.objects.exclude(agency=AGENCY))
    with acting(nurse):
        legs, drafts, files = (_ids(each.objects.all()) for each in (Leg, Draft, Attachment))
        references = [str(each) for each in Share.objects.values_list("reference", flat=True)]
    with acting(constable):
        openings = _ids(Opening.objects.all())
    with acting(making.SETUP):
        children = _ids(Child.objects.exclude(pk=OWN_CHILD))
        items = list(Item.objects.exclude(agency=AGENCY).values_list("reference", flat=True))
        uploads = _ids(Upload.objects.all())
        registers, held_posts = _ids(Register.objects.all()), _ids(Post.objects.all())
        cases, deliveries = _ids(Case.objects.all()), _ids(Delivery.objects.all())
        others = [_ids(each.objects.all()) for each in (Household, Person, Involvement)]
    with acting(viewer_of(Practitioner.objects.get(username="board.admin"))):
        nominations = _ids(Nomination.objects.all())
    seats = _ids(Membership.objects.exclude(practitioner__agency=AGENCY))
    with acting(Viewer.system("subjectaccess")):
        asked = _ids(Request.objects.exclude(agency=AGENCY))
    with acting(Viewer.system("retention")):
        lists, handed = _ids(HandOver.objects.all()), _ids(HandOverItem.objects.all())
        holds, disposals = _ids(Hold.objects.all()), _ids(Disposal.objects.all())
    with acting(viewer_of(Practitioner.objects.get(username="board.chair"))):
        reviewed, findings = _ids(Review.objects.all()), _ids(Finding.objects.all())
        panels = _ids(Seat.objects.all())
        issues = list(Issue.objects.all())
        sections = [each for issue in issues for each in (*issue.issue.sections, "front")]
        marks = [each.mark for issue in issues for each in checked(issue)]
        panels, episodes = _ids(Seat.objects.all()), _ids(Episode.objects.all())
        keys = list(Recommendation.objects.values_list("key", flat=True))
        examples = list(CaseExample.objects.values_list("key", flat=True))
        audits = [*_ids(CaseAudit.objects.all()), *_ids(SelfAudit.objects.all())]
    with acting(making.SETUP), as_assessor():
        incidents = [str(each.data["incident"]) for each in Event.objects.filter(kind="case.put-forward")]
    return {
        "review_id": reviewed,
        "recommendation_key": keys,
        "example_key": examples,
        "audit_key": audits,
        "finding_id": findings,
        "issue_id": [each.pk for each in issues],
        "section": sections,
        "mark": marks,
        "incident_key": incidents,
        "seat_id": panels,
        "episode_id": episodes,
        "child_id": children,
        "event_id": events,
        "discussion_id": events,
        "duty_id": duties,
        "reference": references,
        "leg_id": legs,
        "draft_id": drafts,
        "draft": drafts,
        "attachment_id": files,
        "opening_id": openings,
        "letter_id": letters,
        "request_id": asked,
        "hold_id": holds,
        "disposal_id": disposals,
        "merging_id": _ids(SameChild.objects.all()),
        "other_id": children,
        "alert_id": [_alert()],
        "list_id": lists,
        "item_id": handed,
        "handing_id": _ids(Handing.objects.all()),
        "file_id": _ids(RotaFile.objects.all()),
        "practitioner_id": people,
        "nomination_id": nominations,
        "key": [f"{rule}.{person}.2013-03-28" for person in people for rule in ("many", "night", "own")],
        "token": [new_id()],
        "item_ref": items,
        "upload_id": uploads,
        "register_id": registers,
        "post_id": held_posts,
        "number": ["0", "1"],
        "case_id": cases,
        "delivery_id": deliveries,
        "pk": _ids(Authenticator.objects.all()),
        "other": [*seats, *(each for ids in others for each in ids)],
    }


def _ids(found: QuerySet[Any]) -> list[str]:
    return [str(each) for each in found.values_list("pk", flat=True)]


def slots() -> list[Slot]:
    """Every place of every route, by both methods; a route that names an identifier which nobody knows here is told."""
    return [slot for address, each in patterns(get_resolver()) for slot in _of_route(address, each)] + _of_fields()


def _of_route(address: str, pattern: URLPattern) -> Iterator[Slot]:
    names = [name for name in pattern.pattern.converters if name not in OPEN_TO_ALL]
    if routes.class_of(pattern.callback) in ("public", "system") and "practitioner_id" not in names:
        return
    own = _own()
    for name in names:
        whole = f"/{address}"
        for each, converter in pattern.pattern.converters.items():
            kind = {"StringConverter": "str", "SlugConverter": "slug", "IntConverter": "int"}[type(converter).__name__]
            whole = whole.replace(f"<{kind}:{each}>", "{}" if each == name else own.get(each, new_id()))
        assert "<" not in whole, f"{address}: tell `foreign` what its identifiers are"
        for method in ("GET", "POST"):
            shape = pattern.pattern.converters[name].regex
            yield Slot(address, method, name, whole, _ANSWERS if method == "POST" else {}, shape=shape)


# What a form of any route could want, so that a POST gets as far as it can.
_ANSWERS = {
    "reason": "r", "words": "w", "what": "w", "danger": "life", "outcome": "acted", "agrees": "yes", "do": "leave",
    "name": "n", "password": "another-long-one", "level": "sealed", "role": "worker", "kind": "child.seen",
}  # fmt: skip


def _own() -> dict[str, str]:
    """Of the newcomers: what stands in the other places of a route with two."""
    worker = Practitioner.objects.get(username="newcomer.worker")
    with acting(viewer_of(worker)):
        share = Share.objects.get()
        return {
            "child_id": OWN_CHILD,
            "step": "press",
            "number": "1",
            "reference": share.reference,
            "practitioner_id": worker.pk,
            "event_id": Event.objects.filter(kind="child.seen")[:1].get().pk,
            "leg_id": Leg.objects.get(share=share).pk,
            "draft": new_id(),
            "item_ref": Item.objects.get().reference,
            "token": "0" * 32,
        }


def _of_fields() -> list[Slot]:
    """Identifiers that travel in questions and forms."""
    worker = Practitioner.objects.get(username="newcomer.worker").pk
    change, own, mail = f"/people/{worker}/change/", "/children/own-child/", _own()["item_ref"]
    return [
        Slot("?child", "GET", "child_id", "/shares/", in_field="child"),
        Slot("?for", "GET", "duty_id", "/children/for-an-agency/record/", in_field="for"),
        Slot("?for", "GET", "duty_id", f"{own}record/", in_field="for"),
        Slot("for=", "POST", "duty_id", f"{own}record/", in_field="for"),
        Slot("which=", "POST", "practitioner_id", "/people/switched-off/", in_field="which"),
        Slot("which=", "POST", "other", change, {"do": "end-seat"}, in_field="which"),
        Slot("which=", "POST", "other", change, {"do": "withdraw"}, in_field="which"),
        Slot("child=", "POST", "child_id", f"/intake/{mail}/match/", {"name": "Wilma"}, in_field="child"),
        Slot("kept", "POST", "draft_id", "/sign-in/kept/", in_field="kept"),
    ]


def identifiers(pool: Pools, name: str, chance: random.Random, real: int, made: int) -> Iterator[str]:
    """Real ones of this kind; then real ones of another kind, near misses, and random ones."""
    assert name in pool, f"{name}: a route has identifiers that `pools` does not know. Put real ones there."
    known = pool[name]
    yield from chance.sample(known, min(real, len(known)))
    every = [each for ids in pool.values() for each in ids]
    for _ in range(made):
        if name in NUMBERS:
            yield str(chance.randrange(100, 10**9))
        else:
            yield chance.choice(_WAYS)(chance, chance.choice(known), every)


def _near(chance: random.Random, real: str, every: list[str]) -> str:
    at = chance.randrange(len(real))
    return real[:at] + chance.choice("0123456789abcdef") + real[at + 1 :]


_WAYS = [
    _near,
    lambda chance, real, every: chance.choice(every),
    lambda chance, real, every: f"{chance.getrandbits(128):032x}",
    lambda chance, real, every: "FT-" + "".join(chance.choice(LETTERS) for _ in range(4)) + "-" + reference()[-4:],
    lambda chance, real, every: real.upper(),
    lambda chance, real, every: f"{real}{chance.randrange(10)}",
]


def check_all(username: str, *, real: int, made: int) -> Found:
    """Every place, with up to `real` identifiers that exist and `made` others. Raises on the first answer that is not
    nobody's, and when something is not there in more than one way.
    """
    pool, chance = pools(), random.Random(username)
    counted: Counter[str] = Counter()
    client, nowhere = Client(), None
    client.force_login(Practitioner.objects.get(username=username))
    seats = _ids(Membership.objects.filter(practitioner__agency=AGENCY))  # small numbers, which a near miss can hit
    for slot in slots():
        _prove(client)
        expected = slot.ask(client, NOBODYS.get(slot.name, "0" * 32))
        if expected[0] == 405:
            continue  # a button's address is not opened
        if expected[0] == 404:
            nowhere = nowhere or expected
            _check(expected, nowhere, f"{username}, {slot}: told in a way of its own that it is not there")
        for identifier in identifiers(pool, slot.name, chance, real, made):
            if expected[0] != 404 and not re.fullmatch(slot.shape, identifier):
                continue  # no such address, whoever asks
            if slot.name == "other" and identifier in seats:
                continue
            _check(slot.ask(client, identifier), expected, f"{username}, {slot}, {identifier}")
            counted[{404: "not_there", 403: "refused"}.get(expected[0], "other")] += 1
    return Found(**counted)


def _check(found: tuple[int, str, str], expected: tuple[int, str, str], where: str) -> None:
    unlike = unified_diff(*(f"{each[0]} {each[1]}\n{each[2]}".splitlines() for each in (expected, found)), lineterm="")
    assert found == expected, "\n".join([where, *unlike])


def _prove(client: Client) -> None:
    session = client.session
    session["proved_at"] = clock.real_now().timestamp()
    session.save()


def _forget_messages(client: Client) -> None:
    session = client.session
    if session.pop("_messages", None):
        session.save()

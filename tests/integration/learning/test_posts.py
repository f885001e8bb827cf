"""Who fills a post with children, since when, who covers, and which training is owed: for the agency alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.service.agencies.models import Membership, Team
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.learning.posts import actions
from followthrough.service.learning.posts.models import Holding, Post
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from integration.agencies import making
from integration.audits.test_rows import changed
from integration.chronology.writing import plain
from integration.sharing.world import World, duties
from integration.worklist.test_home import ours

SignIn = Callable[[str], Client]
NURSE = {"title": "Named nurse", "group": "health staff", "level": "level 4", "is_required": "on"}
LEAD = {"title": "Designated safeguarding lead", "group": "safeguarding lead of a school", "level": "level 3"}


def on(name: str, *day: int) -> dict[str, str]:
    return {f"{name}_{part}": str(each) for part, each in zip(("year", "month", "day"), day, strict=True)}


def added(signed_in: SignIn, **said: str) -> Post:
    answer = signed_in("named.nurse").post("/posts/add/", {**NURSE, **said})
    assert answer.status_code == 302, plain(answer.content.decode())
    with acting(Viewer.system("test")):
        return Post.objects.get(pk=answer.headers["Location"].split("/")[2])


def did(signed_in: SignIn, post: Post, what: str, name: str = "named.nurse", **said: str) -> str:
    return plain(signed_in(name).post(f"/posts/{post.pk}/{what}/", said, follow=True).content.decode())


def filled(signed_in: SignIn, post: Post, *day: int, who: str = "Ada Frost") -> str:
    said = {"holder": who, "covered_by": "Ben Hale, deputy", **on("since", *(day or (2013, 3, 1)))}
    return did(signed_in, post, "fill", **said)


def events(kind: str) -> list[Event]:
    with as_assessor():
        return list(Event.objects.filter(kind=kind))


def test_what_the_rules_ask_begins_with_who_fills_a_post_and_ends_when_they_leave(signed_in: SignIn) -> None:
    post = added(signed_in)
    page = filled(signed_in, post)
    assert "Ada Frost, since Friday 1 March 2013" in page and "Who covers Ben Hale, deputy" in page
    assert "Health staff renew their training" in page and "By 1 Mar 2016, 23:59 How it stands To be done" in page
    (owed,) = duties("health-training-renewed")
    assert (owed.debtor_agency, owed.subject_kind, owed.subject_id) == ("hospital", "agency", "hospital")
    register = plain(signed_in("sister").get("/posts/").content.decode())
    assert "Named nurse" in register and "None yet. Needs level 4" in register
    page = did(signed_in, post, "left", **on("until", 2013, 3, 20))
    assert "Nobody, since Wednesday 20 March 2013" in page and "Who Ada Frost" in page
    assert duties("health-training-renewed") == []


def test_training_is_owed_again_from_the_day_of_the_course(signed_in: SignIn) -> None:
    post = added(signed_in)
    filled(signed_in, post)
    (first,) = duties("health-training-renewed")
    below = did(signed_in, post, "trained", level="level 3", **on("on", 2013, 3, 10))
    assert "This post needs level 4. A course below it does not do." in below
    early = did(signed_in, post, "trained", level="level 4", **on("on", 2013, 2, 10))
    assert "That is before they began this post." in early and events("training.attended") == []
    page = did(signed_in, post, "trained", level="level 5", **on("on", 2013, 3, 10))
    assert "Training Level 5, 10 Mar 2013" in page
    (again,) = duties("health-training-renewed")
    assert again.due_at > first.due_at
    assert "By 10 Mar 2016, 23:59" in page, "when it is to be renewed"
    assert "By 10 Mar 2016, 23:59" in plain(signed_in("sister").get("/posts/").content.decode())
    (event,) = events("training.attended")
    assert event.data == {"post": post.pk, "level": "level 5"}


def test_a_schools_lead_owes_a_yearly_update_and_others_do_not(signed_in: SignIn) -> None:
    lead, nurse = added(signed_in, **LEAD), added(signed_in)
    filled(signed_in, lead)
    filled(signed_in, nurse)
    (first,) = duties("lead-training-updated")
    assert len(duties("lead-training-renewed")) == 1
    did(signed_in, lead, "updated", **on("on", 2013, 3, 12))
    (again,) = duties("lead-training-updated")
    did(signed_in, lead, "trained", level="level 3", **on("on", 2013, 3, 10))
    page = plain(signed_in("named.nurse").get(f"/posts/{lead.pk}/").content.decode())
    assert "yearly update By 12 Mar 2014" in page and "renews the training By 10 Mar 2015" in page
    assert again.due_at > first.due_at and len(duties("lead-training-renewed")) == 1
    assert "of a school’s safeguarding lead alone" in did(signed_in, nurse, "updated", **on("on", 2013, 3, 12))


def test_the_record_of_the_partnership_holds_no_name(signed_in: SignIn) -> None:
    post = added(signed_in)
    filled(signed_in, post)
    did(signed_in, post, "trained", level="level 4", **on("on", 2013, 3, 10))
    did(signed_in, post, "left", **on("until", 2013, 3, 20))
    said = str([each.data for kind in ("post.filled", "training.attended", "post.left") for each in events(kind)])
    assert "Ada" not in said and "Ben" not in said and said.count(post.pk) == 3


def test_the_board_sees_which_posts_are_vacant_and_nobodys_name(signed_in: SignIn) -> None:
    vacant, held = added(signed_in), added(signed_in, title="Named doctor")
    filled(signed_in, held)
    for name in ("board.manager", "chair", "policy.lead"):
        shown = plain(signed_in(name).get("/posts/").content.decode())
        assert "Named nurse Agency Hospital Vacant since 28 Mar 2013" in shown
        assert "Law or guidance requires it" in shown and "Named doctor" not in shown and "Ada" not in shown
        assert signed_in(name).get(f"/posts/{held.pk}/").status_code == 404
    filled(signed_in, vacant)
    assert "No post is vacant." in plain(signed_in("chair").get("/posts/").content.decode())
    did(signed_in, vacant, "left", **on("until", 2013, 3, 28))
    did(signed_in, vacant, "end")
    assert "No post is vacant." in plain(signed_in("chair").get("/posts/").content.decode()), "it is needed no more"


def test_a_register_is_for_those_who_answer_for_the_agency(signed_in: SignIn) -> None:
    post = added(signed_in)
    for name in ("nurse", "constable", "day"):
        assert signed_in(name).get("/posts/").status_code == signed_in(name).get("/posts/add/").status_code == 403
        assert signed_in(name).get(f"/posts/{post.pk}/").status_code == 404
    assert signed_in("duty.manager").get(f"/posts/{post.pk}/fill/").status_code == 404, "of another agency"
    assert "Named nurse" not in plain(signed_in("duty.manager").get("/posts/").content.decode())


@pytest.mark.parametrize(
    ("what", "said", "told"),
    [
        ("fill", {"holder": "", **on("since", 2013, 3, 1)}, "Enter who fills the post"),
        ("fill", {"holder": "Ada", **on("since", 2013, 4, 1)}, "That day has not come yet"),
        ("left", on("until", 2013, 3, 1), "Nobody fills this post"),
        ("trained", {"level": "level 4", **on("on", 2013, 3, 1)}, "Nobody fills this post"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(
    signed_in: SignIn, what: str, said: dict[str, str], told: str
) -> None:
    post = added(signed_in)
    assert told in did(signed_in, post, what, **said)
    with acting(Viewer.system("test")):
        assert not Holding.objects.exists()


def test_one_holder_after_the_other(signed_in: SignIn) -> None:
    post = added(signed_in)
    filled(signed_in, post)
    assert "Somebody fills this post already" in filled(signed_in, post, who="Cora Moss")
    assert "Somebody fills this post" in did(signed_in, post, "end")
    did(signed_in, post, "left", **on("until", 2013, 3, 20))
    assert "before the last holder left" in filled(signed_in, post, 2013, 3, 10, who="Cora Moss")
    assert "Cora Moss, since Thursday 21 March 2013" in filled(signed_in, post, 2013, 3, 21, who="Cora Moss")
    assert len(duties("health-training-renewed")) == 1
    did(signed_in, post, "left", **on("until", 2013, 3, 22))
    asked = plain(signed_in("named.nurse").get(f"/posts/{post.pk}/end/").content.decode())
    assert "Does your agency have this post no more?" in asked and "This cannot be undone" in asked
    assert signed_in("duty.manager").get(f"/posts/{post.pk}/end/").status_code == 404
    assert f'href="/posts/{post.pk}/end/"' in signed_in("named.nurse").get(f"/posts/{post.pk}/").content.decode()
    with acting(Viewer.system("test")):
        assert Post.objects.get().ended_on is None, "asked, and not done"
    did(signed_in, post, "end")
    assert "This post has ended" in filled(signed_in, post, 2013, 3, 23)


def test_the_database_lets_nobody_else_write_the_register(world: World, signed_in: SignIn) -> None:
    post = added(signed_in)
    new = """insert into posts_post (id, agency_id, title, "group", level, is_required, vacant_since)
        values (%s, %s, 'x', 'other', 'level 1', false, '2013-03-01')"""
    hold = """insert into posts_holding (id, post_id, holder, since, covered_by, level_held, events)
        values (%s, %s, 'x', '2013-03-01', '', '', '[]')"""
    take = "update posts_post set vacant_since = null where id = %s"
    others = ("nurse", "duty.manager", "constable", "board.manager", "chair", "policy.lead")
    for n, other in enumerate(others):
        assert changed(world, other, new, f"p-{n}", "hospital") == changed(world, other, take, post.pk) == 0, other
        assert changed(world, other, hold, f"h-{n}", post.pk) == 0, other
    assert changed(world, "sister", new, "p-8", "police") == 0, "for another agency"
    assert changed(world, "sister", new, "p-9", "hospital") == changed(world, "sister", take, post.pk) == 1
    assert changed(world, "sister", hold, "h-9", post.pk) == 1
    assert changed(world, "sister", "update posts_post set agency_id = 'police'") == 0
    assert changed(world, "sister", "delete from posts_holding") == 0
    for other in ("nurse", "duty.manager", "chair"):
        with acting(world.viewer(other)):
            assert Holding.objects.count() == 0
    with acting(world.viewer("chair")):
        assert Post.objects.count() == 2
    with acting(world.viewer("duty.manager")):
        assert Post.objects.count() == 0


def test_a_managers_role_in_another_agency_opens_no_register(world: World, signed_in: SignIn) -> None:
    post = added(signed_in)
    filled(signed_in, post)
    for name, seat, team, role in (
        ("lent", ("hospital", "ward", "worker"), "social-care/front-door", "team-manager"),
        ("board.lent", ("board", "office", "privacy-officer"), "hospital/ward", "worker"),
    ):
        world.people[name] = making.practitioner(name, seat)
        agency, slug = team.split("/")
        team_of = Team.objects.get(agency=agency, slug=slug)
        Membership.objects.create(practitioner=world.people[name], team=team_of, role=role, from_at=world.at.at)
    with acting(world.viewer("lent")):
        assert not Post.objects.exists() and not Holding.objects.exists()
    for table in ("posts_post set vacant_since = null", "posts_holding set covered_by = 'x'"):
        assert changed(world, "lent", f"update {table}") == 0
    with acting(world.viewer("sister")):
        assert Post.objects.exists() and Holding.objects.exists()
    with acting(world.viewer("board.lent")):
        assert not Post.objects.exists()


def test_the_pages_ask_little_however_many_posts_there_are(world: World, signed_in: SignIn) -> None:
    lead, client, counts = world.viewer("named.nurse"), signed_in("named.nurse"), []
    for many in (1, 6):
        for number in range(many):
            with acting(lead):
                post = actions.add(title=f"{many} {number}", group="other", level="level 1", is_required=False, by=lead)
                actions.fill(post=post, holder="Ada", since=date(2013, 3, 1), covered_by="", by=lead)
        for path in ("/posts/", f"/posts/{post.pk}/"):
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            counts.append(len(ours(asked)))
    assert max(counts) <= 12 and counts[0] == counts[2], counts

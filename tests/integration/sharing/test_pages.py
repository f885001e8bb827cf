"""The pages of sharing, as a practitioner uses them without JavaScript."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import acting
from followthrough.service.ledger import sweep
from followthrough.service.sharing import actions
from followthrough.service.sharing.models import Draft, Leg, Share
from integration.agencies import making
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, RESPONSE, World

pytestmark = pytest.mark.django_db
ANSWERS: dict[str, Any] = {
    "asks": "urgent",
    "words": "He has a burn on his hand.",
    "occurred_day": "28",
    "occurred_month": "3",
    "occurred_year": "2013",
    "recipients": [OUT_OF_HOURS],
    "family_told": "yes",
    "lawful_basis": "safeguarding",
    "kind": "concern.raised",
}


@pytest.fixture
def nurse(client: Client, world: World) -> Client:
    client.force_login(world.people["nurse"])
    return client


def text_of(response: Any) -> str:
    """What a reader sees."""
    body = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def begin(client: Client, world: World) -> str:
    """Page 1, from a child's page; returns the address of page 2."""
    return client.get(reverse("sharing:start"), {"child": world.child.pk}).headers["Location"]


def press_send(client: Client, third: str) -> Any:
    """What the button on page 3 does."""
    page = client.get(third)
    return client.post(third, {"seen": page.context["digest"]} if page.status_code == 200 else {})


def draft_of(world: World, name: str = "nurse") -> Draft:
    with acting(world.viewer(name)):
        return Draft.objects.get()


# Three pages


def test_from_the_start_to_the_reference_in_three_pages(nurse: Client, world: World) -> None:
    first = nurse.get(reverse("sharing:start"))
    assert "page 1 of 3" in text_of(first)
    found = nurse.post(reverse("sharing:start"), {"name": "jonas weber"})
    assert "Jonas Weber, born Monday 4 May 2009" in text_of(found)
    chosen = nurse.post(
        reverse("sharing:start"), {"name": "jonas weber", "asked": "jonas weber|", "who": world.child.pk}
    )
    second = nurse.get(chosen.headers["Location"])
    assert "page 2 of 3" in text_of(second)
    third = nurse.post(chosen.headers["Location"], ANSWERS)
    check = nurse.get(third.headers["Location"])
    assert "Take receipt of it, by name: by today 18:30" in text_of(check)
    assert "01632 960102" in text_of(check)
    sent = nurse.get(press_send(nurse, third.headers["Location"]).headers["Location"])
    with acting(world.viewer("nurse")):
        share = Share.objects.get()
        assert not Draft.objects.exists()
    assert share.reference in text_of(sent)
    assert "by today 18:30" in text_of(sent)


def test_an_ordinary_share_says_that_the_holidays_are_not_counted(nurse: Client, world: World) -> None:
    page = begin(nurse, world)
    third = nurse.post(page, ANSWERS | {"asks": "action", "recipients": [], "others": [FRONT_DOOR]}).headers["Location"]
    assert (
        "Take receipt of it, by name: by Tuesday 2 April 17:00. "
        "Good Friday 29 March, the weekend and Easter Monday 1 April are not counted. "
        "Accept it, or pass it on to whoever should act: by Thursday 4 April 17:00."
    ) in text_of(nurse.get(third))


def test_an_urgent_share_needs_six_answers_at_most(nurse: Client, world: World) -> None:
    page = begin(nurse, world)
    form = nurse.get(page).context["form"]
    given = {name for name in form.fields if form.get_initial_for_field(form.fields[name], name)}
    required = {name for name, each in form.fields.items() if each.required} - given
    assert required == {"asks", "words", "family_told"}  # and the child, a team, and why the family is not told


def test_the_team_on_duty_is_suggested_first_with_the_reason(nurse: Client, world: World) -> None:
    page = begin(nurse, world)
    form = nurse.get(page).context["form"]
    assert next(iter(form.fields["recipients"].choices))[0] == OUT_OF_HOURS
    assert form.fields["recipients"].extras[OUT_OF_HOURS].hint == (
        "On duty now. Front-Door is shut until Tuesday 2 April 09:00."
    )
    world.later(days=4, hours=17)  # Tuesday 2 April, 10:30 and 1 hour, as the clocks have changed
    assert next(iter(nurse.get(page).context["form"].fields["recipients"].choices))[0] == FRONT_DOOR


def test_a_new_child_needs_a_name_and_some_age(nurse: Client, world: World) -> None:
    start = reverse("sharing:start")
    assert "about how old the child is" in text_of(nurse.post(start, {"name": "Mira Lang"}))
    page = nurse.post(start, {"name": "Mira Lang", "age": "about 3"}).headers["Location"]
    assert "About Mira Lang, about 3 years old." in text_of(nurse.get(page))
    third = nurse.post(page, ANSWERS).headers["Location"]
    press_send(nurse, third)
    with acting(world.viewer("nurse")):
        assert Share.objects.get().child.name == "Mira Lang"


def test_a_child_of_others_is_offered_only_for_the_exact_name_and_day(client: Client, world: World) -> None:
    client.force_login(world.people["constable"])
    start, day = reverse("sharing:start"), {"born_on_day": "4", "born_on_month": "5", "born_on_year": "2009"}
    near = client.post(start, {"name": "Jonas Webber", **day})
    assert near.status_code == 302  # goes on as a new child, and tells nothing
    exact = client.post(start, {"name": "Jonas Weber", **day})
    assert "whom other teams know" in text_of(exact)
    assert "burn" not in text_of(exact) and "German" not in text_of(exact)
    assert AuditRow.objects.filter(action="child.known", subject_id=world.child.pk).count() == 1
    chosen = client.post(
        start, {"name": "Jonas Weber", **day, "asked": "Jonas Weber|2009-05-04", "who": world.child.pk}
    )
    page = client.get(chosen.headers["Location"])
    assert "German" not in text_of(page)


def test_a_link_with_a_child_who_is_not_theirs_leads_nowhere(client: Client, world: World) -> None:
    client.force_login(world.people["constable"])
    answer = client.get(reverse("sharing:start"), {"child": world.child.pk})
    assert answer.status_code == 200 and "Jonas" not in text_of(answer)


# Nothing is lost


def test_a_mistake_keeps_what_was_entered_and_says_where(nurse: Client, world: World) -> None:
    page = begin(nurse, world)
    answer = nurse.post(page, ANSWERS | {"recipients": [], "occurred_month": "14", "spoke_to": "Sister Bell"})
    said = text_of(answer)
    assert "Select at least one team" in said and "Nothing has been sent yet." in said
    assert "When it happened must have a month from 1 to 12" in said
    body = answer.content.decode()
    assert "He has a burn on his hand." in body and 'value="Sister Bell"' in body and 'value="14"' in body
    again = nurse.get(page).content.decode()
    assert "He has a burn on his hand." in again and 'value="Sister Bell"' in again and 'value="14"' in again


def test_nobody_sends_what_they_have_not_seen(nurse: Client, world: World) -> None:
    page = begin(nurse, world)
    third = nurse.post(page, ANSWERS).headers["Location"]
    seen = nurse.get(third).context["digest"]
    nurse.post(page, ANSWERS | {"words": "Changed in another window."})
    answer = nurse.post(third, {"seen": seen})
    assert "What you entered has changed since you saw this page." in text_of(answer)
    with acting(world.viewer("nurse")):
        assert not Share.objects.exists()
    assert press_send(nurse, third).status_code == 302


def test_an_urgent_share_to_a_team_that_is_shut_names_who_is_on_duty(nurse: Client, world: World) -> None:
    third = nurse.post(begin(nurse, world), ANSWERS | {"recipients": [], "others": [FRONT_DOOR]}).headers["Location"]
    assert "Front-Door is shut until Tuesday 2 April 09:00. Out-Of-Hours is on duty now." in text_of(nurse.get(third))


def test_why_the_family_is_not_told_is_asked(nurse: Client, world: World) -> None:
    page = begin(nurse, world)
    assert "Enter why the family is not told" in text_of(nurse.post(page, ANSWERS | {"family_told": "no"}))


def test_a_draft_is_found_again_and_can_be_thrown_away(nurse: Client, world: World) -> None:
    page = begin(nurse, world)
    nurse.post(page, ANSWERS | {"keep": "yes"})
    start = nurse.get(reverse("sharing:start"))
    assert "You have begun 1 share that you have not sent" in text_of(start)
    assert begin(nurse, world) == page
    nurse.post(reverse("sharing:discard", args=[draft_of(world).pk]))
    assert "You have begun" not in text_of(nurse.get(reverse("sharing:start")))


def test_a_draft_is_its_writers_alone(client: Client, nurse: Client, world: World) -> None:
    page = begin(nurse, world)
    client.force_login(world.people["sister"])
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("trouble", [DatabaseError("down"), RuntimeError("broken")])
def test_trouble_says_plainly_that_nothing_was_sent_and_keeps_everything(
    nurse: Client, world: World, trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    third = nurse.post(begin(nurse, world), ANSWERS).headers["Location"]

    def fails(**_: object) -> None:
        raise trouble

    with monkeypatch.context() as patch:
        patch.setattr(actions, "send", fails)
        answer = press_send(nurse, third)
    assert answer.status_code == 503
    assert "01632 960102" in text_of(answer)
    assert "It was not sent" in text_of(answer) and "What you entered is kept." in text_of(answer)
    assert draft_of(world).data["what"]["words"] == ["He has a burn on his hand."]
    assert press_send(nurse, third).status_code == 302
    with acting(world.viewer("nurse")):
        assert Share.objects.count() == 1


def test_sending_again_after_going_back_shows_what_was_sent(nurse: Client, world: World) -> None:
    page = begin(nurse, world)
    third = nurse.post(page, ANSWERS).headers["Location"]
    first = press_send(nurse, third).headers["Location"]
    assert press_send(nurse, third).headers["Location"] == first
    assert nurse.get(page).headers["Location"] == first
    with acting(world.viewer("nurse")):
        assert Share.objects.count() == 1


def test_the_language_of_one_child_does_not_go_along_to_another(nurse: Client, world: World) -> None:
    page = begin(nurse, world)
    nurse.post(page, ANSWERS | {"interpreter": "yes", "language": "German"})
    draft = draft_of(world)
    nurse.post(reverse("sharing:about", args=[draft.pk]), {"name": "Mira Lang", "age": "about 3"})
    again = nurse.get(page).content.decode()
    assert "He has a burn on his hand." in again
    assert "German" not in again


def test_the_familys_language_goes_with_the_share(nurse: Client, world: World) -> None:
    third = nurse.post(begin(nurse, world), ANSWERS).headers["Location"]
    press_send(nurse, third)
    with acting(world.viewer("nurse")):
        share = Share.objects.get()
    assert (share.language, share.interpreter_needed) == ("German", True)
    assert "German, interpreter needed" in text_of(nurse.get(page_of(share)))


def test_teams_of_another_area_come_last_and_under_a_heading(nurse: Client, world: World) -> None:
    making.agency("host-area", "front-door")
    form = nurse.get(begin(nurse, world)).context["form"]
    others = [key for key, _ in form.fields["others"].choices]
    assert others[-1] == "host-area/front-door" and len(others) > 1
    page = nurse.get(begin(nurse, world)).content.decode()
    assert page.count("Another area") == 1
    assert page.index(others[-2]) < page.index("Another area") < page.index("host-area/front-door")
    share = world.send(RESPONSE)
    nurse.force_login(world.people["constable"])
    answer = next(each for each in nurse.get(page_of(share)).context["legs"][0].answers if "redirect" in each["url"])
    assert answer["form"].fields["team"].choices[-1][0] == "host-area/front-door"


# The page of a share


def page_of(share: Share) -> str:
    return reverse("sharing:share", args=[share.reference])


def test_it_shows_that_nobody_has_it_and_whom_to_ring(nurse: Client, world: World) -> None:
    share = world.send()
    said = text_of(nurse.get(page_of(share)))
    assert (
        "Nobody has this: ring Out-Of-Hours: 01632 960102 (always). If a child is in danger now, ring 999 first."
        in said
    )
    assert "Due in 1 hour" in said
    world.later(minutes=61)
    said = text_of(nurse.get(page_of(share)))
    assert "Overdue since Thursday 28 March 18:30" in said
    sweep.run_once()
    assert "Told: team manager, Out-Of-Hours" in text_of(nurse.get(page_of(share)))


def test_a_team_that_is_shut_is_not_rung_but_the_one_that_is_there(nurse: Client, world: World) -> None:
    share = world.send(FRONT_DOOR)
    told = "Front-Door is shut until Tuesday 2 April 09:00. Ring Out-Of-Hours: 01632 960102."
    assert f"Nobody has this: {told}" in text_of(nurse.get(page_of(share)))
    assert told in text_of(nurse.get("/"))


def test_who_was_told_is_named_in_the_team_where_the_role_is_held(nurse: Client, world: World) -> None:
    share = world.send()
    world.later(hours=2, minutes=1)
    sweep.run_once()
    said = text_of(nurse.get(page_of(share)))
    assert "safeguarding lead, Safeguarding-Team (28 Mar 2013, 19:3" in said
    assert "safeguarding lead, Ward" not in said


def test_a_step_that_was_done_late_says_so_for_good(nurse: Client, world: World) -> None:
    leg = world.leg(world.send())
    world.later(minutes=61)
    sweep.run_once()
    world.do("receive", leg, "duty")
    world.do("act", leg, "duty", outcome="acted", what="We saw him.")
    shown = nurse.get(page_of(leg.share)).context["legs"][0].path.steps
    assert [(step.name, step.state) for step in shown][:2] == [("Sent", "done"), ("Received", "done")]
    assert shown[1].note == (
        "Done late: was due 28 Mar 2013, 18:30. Told: team manager, Out-Of-Hours (28 Mar 2013, 18:31)"
    )
    acted = next(step for step in shown if step.name == "Acted")
    assert acted.note == ""


def test_that_nothing_more_was_done_is_said(nurse: Client, world: World) -> None:
    leg = world.leg(world.send())
    world.do("receive", leg, "duty")
    world.do("act", leg, "duty", outcome="no further action", what="He was seen yesterday.")
    shown = nurse.get(page_of(leg.share)).context["legs"][0].path.steps
    assert next(step for step in shown if step.name == "Acted").note == "No further action"


def test_it_says_why_each_time_holds(nurse: Client, world: World) -> None:
    said = text_of(nurse.get(page_of(world.send())))
    assert "Why: An urgent share is received by a named person" in said
    assert "Thursday 28 March 2013 17:30 + 1 clock hour → Thursday 28 March 2013 18:30" in said
    assert "The time limit is our own default: we found no public number." in said
    assert "If it is not done by Thursday 28 March 2013 18:10, this is told to" in said


def test_the_recipient_takes_receipt_accepts_and_acts_and_the_sender_confirms(
    client: Client, nurse: Client, world: World
) -> None:
    share = world.send()
    leg = world.leg(share)
    client.force_login(world.people["duty"])

    def answer(name: str, **said: str) -> str:
        prefixed = {f"{name}-{leg.pk[:6]}-{field}": value for field, value in said.items()}
        done = client.post(reverse(f"sharing:act-{name}", args=[share.reference, leg.pk]), prefixed)
        assert done.status_code == 302, text_of(done)
        return text_of(client.get(done.headers["Location"]))

    assert "Duty has it." in answer("receive")
    moment = {"outcome_by_day": "28", "outcome_by_month": "3", "outcome_by_year": "2013", "outcome_by_time": "22:00"}
    assert "Will answer by 28 Mar 2013, 22:00" in answer("accept", **moment)
    assert "We saw him on the ward." in answer("act", outcome="acted", what="We saw him on the ward.")
    client.force_login(world.people["nurse"])
    said = answer("confirm", agrees="no", words="He is afraid.")
    assert "Not agreed" in said and "Nurse wrote: “He is afraid.”" in said


def test_passing_on_shows_the_chain_with_the_reason(client: Client, world: World) -> None:
    share = world.send()
    leg = world.leg(share)
    client.force_login(world.people["duty"])
    said = {f"redirect-{leg.pk[:6]}-team": RESPONSE, f"redirect-{leg.pk[:6]}-reason": "The father is at the house."}
    client.post(reverse("sharing:act-redirect", args=[share.reference, leg.pk]), said)
    client.force_login(world.people["constable"])
    shown = text_of(client.get(page_of(share)))
    assert "Out-Of-Hours, Social-Care passed it on to Response, Police: “The father is at the house.”" in shown
    assert "Take receipt" in shown and "Nobody in your team has this yet." in shown


def test_a_mistake_on_a_small_form_keeps_the_page_and_what_was_entered(client: Client, world: World) -> None:
    share = world.send()
    leg = world.leg(share)
    client.force_login(world.people["duty"])
    answer = client.post(
        reverse("sharing:act-act", args=[share.reference, leg.pk]), {f"act-{leg.pk[:6]}-what": "We saw him."}
    )
    assert "Select what came of it" in text_of(answer) and "We saw him." in answer.content.decode()
    assert "Nothing has been recorded." in text_of(answer)


def test_what_cannot_be_done_any_more_is_said_on_the_page(client: Client, world: World) -> None:
    share = world.send()
    leg = world.leg(share)
    world.do("receive", leg, "duty.manager")
    client.force_login(world.people["duty"])
    answer = client.post(reverse("sharing:act-receive", args=[share.reference, leg.pk]))
    assert answer.status_code == 200  # a refusal would take back the line that says who read the share
    assert "Duty Manager was first" in text_of(answer)
    read = AuditRow.objects.filter(action="share.read", viewer=world.viewer("duty").practitioner_id)
    assert read.count() == 1


@pytest.mark.django_db(transaction=True)
def test_for_a_stranger_it_is_the_same_as_no_share_and_is_written_down(client: Client, world: World) -> None:
    share = world.send()
    client.force_login(world.people["stranger"])
    theirs, none = client.get(page_of(share)), client.get(reverse("sharing:share", args=["FT-2222-2222"]))
    assert theirs.status_code == none.status_code == 404
    assert text_of(theirs) == text_of(none)
    assert AuditRow.objects.filter(action="share.read", outcome="refused").count() == 2
    leg = world.leg(share)
    refused = client.post(reverse("sharing:act-receive", args=[share.reference, leg.pk]))
    assert refused.status_code == 404
    with acting(world.viewer("nurse")):
        assert Leg.objects.get(pk=leg.pk).state == Leg.State.SENT


def test_opening_it_is_written_down(nurse: Client, world: World) -> None:
    share = world.send()
    nurse.get(page_of(share))
    row = AuditRow.objects.get(action="share.read")
    assert (row.viewer, row.subject_id, row.detail["share"]) == (
        world.viewer("nurse").practitioner_id,
        world.child.pk,
        share.reference,
    )


def test_a_sender_who_does_not_work_with_the_child_sees_the_clocks_and_no_more(client: Client, world: World) -> None:
    client.force_login(world.people["constable"])
    day = {"born_on_day": "4", "born_on_month": "5", "born_on_year": "2009"}
    client.post(reverse("sharing:start"), {"name": "Jonas Weber", **day})
    share = world.send(OUT_OF_HOURS, by="constable")
    said = text_of(client.get(page_of(share)))
    assert "Due in 1 hour" in said and "Why: An urgent share is received by a named person" in said


# How much it asks of the database. A share tells in three questions more what agencies' own lists say of the child.


@pytest.mark.parametrize(("which", "most"), [("start", 12), ("what", 12), ("check", 12), ("sent", 12), ("share", 14)])
def test_each_page_asks_the_database_little(nurse: Client, world: World, which: str, most: int) -> None:
    page = begin(nurse, world)
    third = nurse.post(page, ANSWERS).headers["Location"]
    share = world.send(OUT_OF_HOURS, RESPONSE)
    world.later(minutes=90)
    sweep.run_once()
    addresses = {
        "start": reverse("sharing:start"),
        "what": page,
        "check": third,
        "sent": reverse("sharing:sent", args=[share.reference]),
        "share": page_of(share),
    }
    with CaptureQueriesContext(connection) as asked:
        assert nurse.get(addresses[which]).status_code == 200
    own = [each["sql"] for each in asked.captured_queries if not _of_every_page(each["sql"])]
    assert len(own) <= most, "\n".join(own)


def _of_every_page(sql: str) -> bool:
    """Session, who is signed in, the viewer of the transaction, and savepoints."""
    tables = (
        "django_session",
        '"agencies_practitioner" WHERE "agencies_practitioner"."id" =',
        'FROM "agencies_membership"',
        "app_viewer(), ''",
        "set_config",
    )
    return sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) or any(each in sql for each in tables)

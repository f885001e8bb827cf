"""What comes before a review: a case put forward by anybody, the clocks of the law, and a decision with its reasons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.chronology.places import own_page
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.learning.reviews import criteria
from followthrough.service.learning.reviews.models import Kind, Review
from followthrough.service.ledger.models import Event
from integration.agencies import making
from integration.chronology.writing import plain, text_of, write
from integration.sharing.world import World, duties, local

SignIn = Callable[[str], Client]
FORWARD = {"reason": "A burn that nobody can explain.", "urgency": "urgent"}


@pytest.fixture
def signed_in(world: World) -> SignIn:
    world.people["director"] = making.practitioner("director", ("social-care", "front-door", "director"))
    child = Subject("child", world.child.pk)
    access.involve(agency="social-care", team="front-door", subject=child, reason="t", by=Viewer.system("test"))

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(world.people[name])
        return client

    return sign_in


def page(world: World, *parts: str) -> str:
    return "/".join([f"/children/{world.child.pk}/serious-incidents", *parts, ""])


def incident(client: Client, world: World) -> str:
    shown = text_of(client, page(world))
    return shown.split('id="incident-1">Incident ')[1].split("<")[0]


def answers(*yes: str, asks: str = "abuse died harmed worked", follows: str, title: str = "A burn") -> dict[str, str]:
    said = {each: "yes" if each in yes else "no" for each in asks.split()}
    reasons = {f"{each}_reason": f"Why {each}" for each in said}
    return {**said, **reasons, "follows": follows, "title": title, "words": "We weighed it."}


def happened(on: date) -> dict[str, str]:
    day = {"happened_on_day": str(on.day), "happened_on_month": str(on.month), "happened_on_year": str(on.year)}
    return {**day, "outcome": "the child was badly harmed", "agencies_worry": "yes", "words": "A burn."}


def test_anybody_who_works_with_a_child_puts_a_case_forward_and_the_board_then_decides(
    db: None, signed_in: SignIn, world: World
) -> None:
    nurse, chair = signed_in("nurse"), signed_in("chair")
    refused = nurse.post(page(world, "put-forward"), {"urgency": "urgent", "reason": ""}).content.decode()
    assert "Enter why this case should be looked at" in refused
    assert nurse.post(page(world, "put-forward"), FORWARD).status_code == 302
    shown = plain(text_of(chair, page(world)))
    assert "A burn that nobody can explain." in shown and "Nurse, Hospital" in shown and "Urgent" in shown
    waits = "Put forward, and not decided yet"
    assert waits in plain(text_of(chair, "/reviews/")) and "Jonas Weber" in plain(text_of(chair, "/reviews/"))
    assert waits not in plain(text_of(nurse, "/reviews/"))
    assert "Decide on a review" in shown and "Decide on a review" not in plain(text_of(nurse, page(world)))
    (owed,) = duties("put-forward-decided")
    assert (owed.debtor_agency, owed.debtor_role) == ("board", "chair")
    assert signed_in("stranger").get(page(world)).status_code == 404


def test_the_decision_answers_each_criterion_of_the_day_and_learning_without_a_review_of_the_law_is_an_outcome(
    signed_in: SignIn, world: World
) -> None:
    nurse, chair = signed_in("nurse"), signed_in("chair")
    nurse.post(page(world, "put-forward"), FORWARD)
    key = incident(chair, world)
    form = plain(text_of(chair, page(world, key, "decide")))
    assert "in force until 28 June 2018" in form and "regulation 5" in form
    held = chair.post(page(world, key, "decide"), answers("abuse", "harmed", follows="hold")).content.decode()
    assert "By your answers the criteria are not met" in held and "Why abuse" in held
    assert chair.post(page(world, key, "decide"), answers("abuse", "harmed", follows="learn")).status_code == 302
    with acting(world.viewer("chair")):
        review = Review.objects.get()
    assert (review.kind, review.incident, review.title) == (Kind.OTHER, key, "A burn")
    shown = plain(text_of(nurse, page(world)))
    assert "Criteria not met" in shown and "seriously harmed? Yes: Why harmed" in shown
    assert "Case review by several agencies" in shown and f"/reviews/{review.pk}/" not in text_of(nurse, page(world))
    assert f"/reviews/{review.pk}/" in text_of(chair, page(world))
    assert "and not decided yet" not in plain(text_of(chair, "/reviews/"))
    assert not duties("put-forward-decided") and not duties("review-method-chosen")
    assert chair.get(page(world, key, "decide")).status_code == 403, "it is decided"


def test_what_the_death_panel_owes_ends_when_the_case_is_put_forward_on_its_page(
    signed_in: SignIn, world: World
) -> None:
    write(world, "child.died", local(2013, 3, 28, 2, 0), by="nurse", data={"death": "d-1"})
    analysed = {"death": "d-1", "abuse_suspected": True}
    write(world, "child-death.analysed", local(2013, 3, 28, 12, 0), by="board.manager", data=analysed)
    (owed,) = duties("child-death-put-forward")
    assert (owed.debtor_agency, owed.debtor_team, owed.debtor_role) == ("board", "child-death-panel", "chair")
    assert owed.due_at == local(2013, 4, 2, 17, 0), "one working day, without Good Friday and Easter Monday"
    chair = signed_in("chair")
    leads_to = own_page("case.put-forward", world.child.pk)
    assert "put-forward/" in text_of(chair, leads_to), "where its button leads"
    assert "the case of the child’s death" in text_of(chair, page(world, "put-forward"))
    assert chair.post(page(world, "put-forward"), FORWARD).status_code == 302
    assert not duties("child-death-put-forward")
    assert [each.state for each in duties("child-death-put-forward", ("met",))] == ["met"]


def test_a_case_of_a_child_who_lives_names_no_death(signed_in: SignIn, world: World) -> None:
    signed_in("nurse").post(page(world, "put-forward"), FORWARD)
    with acting(world.viewer("chair")):
        assert "death" not in Event.objects.get(kind="case.put-forward").data


def test_what_the_law_asks_must_be_held_when_the_criteria_are_met(signed_in: SignIn, world: World) -> None:
    signed_in("nurse").post(page(world, "put-forward"), FORWARD)
    chair = signed_in("chair")
    key, met = incident(chair, world), ("abuse", "harmed", "worked")
    refused = chair.post(page(world, key, "decide"), answers(*met, follows="nothing")).content.decode()
    assert "so the review has to be held" in refused
    chair.post(page(world, key, "decide"), answers(*met, follows="hold"))
    with acting(world.viewer("chair")):
        assert Review.objects.get().kind == Kind.SERIOUS


def test_serious_harm_starts_the_clocks_of_its_day_and_each_step_ends_one(signed_in: SignIn, world: World) -> None:
    director, manager = signed_in("director"), signed_in("board.manager")
    assert signed_in("nurse").get(page(world, "harm")).status_code == 403
    assert director.post(page(world, "harm"), happened(date(2013, 3, 27))).status_code == 302
    (owed,) = duties("national-panel-notified")
    assert (owed.debtor_agency, owed.debtor_role) == ("social-care", "director")
    key = incident(manager, world)
    assert director.post(page(world, key, "notified"), {"number": "N-17"}).status_code == 302
    assert not duties("national-panel-notified") and duties("rapid-review-agreed")
    assert manager.post(page(world, key, "ask"), {"agencies": ["hospital", "police"]}).status_code == 302
    lead = signed_in("named.nurse")
    assert lead.post(page(world, key, "summary"), {"words": "We saw the burn on Monday."}).status_code == 302
    shown = plain(text_of(manager, page(world)))
    assert "We saw the burn on Monday." in shown and "Not sent yet" in shown
    assert signed_in("day").get(page(world, key, "summary")).status_code == 403
    assert manager.post(page(world, key, "agreed"), {"agencies": ["hospital", "police"]}).status_code == 302
    assert not duties("rapid-review-agreed")
    signed_in("chair").post(page(world, key, "decide"), answers("abuse", "harmed", follows="nothing"))
    assert not duties("serious-incident-reviewed"), "the decision is the rapid review"


def test_one_person_speaks_to_the_press_and_what_holds_now_is_seen(signed_in: SignIn, world: World) -> None:
    signed_in("nurse").post(page(world, "put-forward"), FORWARD)
    manager = signed_in("board.manager")
    key = incident(manager, world)
    assert signed_in("nurse").get(page(world, key, "press")).status_code == 403
    for speaker in ("Ann Bell", "Judith Amory"):
        said = {"speaker": speaker, "said": "We are sad, and we look at what happened.", "watched": ""}
        assert manager.post(page(world, key, "press"), said).status_code == 302
    shown = plain(text_of(signed_in("nurse"), page(world)))
    assert shown.index("Judith Amory Now") < shown.index("Ann Bell")


def test_the_criteria_are_those_of_the_day_of_the_incident() -> None:
    then, now = criteria.in_force(date(2018, 6, 28)), criteria.in_force(date(2018, 6, 29))
    assert then and now and (then.review, now.review) == (Kind.SERIOUS, Kind.LOCAL)
    assert criteria.in_force(date(2001, 1, 1)) is None
    assert then.are_met({"abuse": True, "died": True}) and not then.are_met({"abuse": True, "harmed": True})
    assert not now.are_met({"abuse": True, "died": True}) and now.are_met(
        {"abuse": True, "died": True, "important": True}
    )


def test_a_young_person_over_18_goes_to_the_adults_board_with_who_received_it(signed_in: SignIn, world: World) -> None:
    signed_in("nurse").post(page(world, "put-forward"), FORWARD)
    manager = signed_in("board.manager")
    key = incident(manager, world)
    assert "Adults" not in plain(text_of(manager, page(world)))
    with acting(Viewer.system("test")):
        type(world.child).objects.filter(pk=world.child.pk).update(born_on=date(1994, 5, 4))
    assert "Pass it to the Safeguarding Adults Board" in plain(text_of(manager, page(world)))
    refused = manager.post(page(world, key, "adults-board"), {"reason": "He is 18.", "received_by": ""})
    assert "Enter who received it" in refused.content.decode()
    manager.post(page(world, key, "adults-board"), {"reason": "He is 18.", "received_by": "Ann Bell, its manager"})
    assert "Ann Bell, its manager received it." in plain(text_of(manager, page(world)))

"""When a review ends, it closes to those who were let in for it, and nobody is let in any more."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from followthrough.service.access.policies import can_see_child
from followthrough.service.core.viewer import acting
from followthrough.service.learning.reviews import actions
from followthrough.service.learning.reviews.actions import agencies, panel
from followthrough.service.learning.reviews.models import AgencyPart, Review
from followthrough.service.learning.reviews.policies import CannotReview
from integration.sharing.world import World


def sees(world: World, name: str) -> bool:
    with acting(world.viewer(name)):
        return can_see_child(world.viewer(name), world.child.pk)


def test_an_agency_that_was_asked_opens_the_child_until_the_review_ends(world: World, review: Review) -> None:
    manager = world.viewer("board.manager")
    assert not sees(world, "stranger") and sees(world, "nurse")
    with acting(manager):
        agencies.ask_agencies(review=review, agencies=["camhs", "hospital"], asked_for="Your part.", by=manager)
    assert sees(world, "stranger")
    with acting(manager):
        panel.end(review=review, by=manager)
    assert not sees(world, "stranger")
    assert sees(world, "nurse"), "who works with the child goes on"


def test_nobody_is_seated_asked_or_included_after_the_end(world: World, review: Review) -> None:
    manager = world.viewer("board.manager")
    who = {"role": "member", "conflict": "none", "independence": ""}
    with acting(manager):
        panel.end(review=review, by=manager)
        for let_in in (
            lambda: panel.seat(review=review, practitioner=world.people["stranger"], by=manager, **who),
            lambda: panel.include(review=review, child_id=world.child.pk, by=manager),
            lambda: agencies.ask_agencies(review=review, agencies=["camhs"], asked_for="Your part.", by=manager),
        ):
            with pytest.raises(CannotReview, match="has ended"):
                let_in()


def test_nothing_is_written_after_the_end(world: World, review: Review) -> None:
    manager, sister = world.viewer("board.manager"), world.viewer("sister")
    with acting(manager):
        stale = Review.objects.get(pk=review.pk)
        child = review.children.get()
        agencies.ask_agencies(review=review, agencies=["hospital"], asked_for="Your part.", by=manager)
        finding = actions.find(
            review=review, theme="Seen", side="good practice", words="w", without_entry="Told by her nurse.", by=manager
        )
        episode = actions.gather(child=child, title="t", words="", events=[], by=manager)
        panel.end(review=review, by=manager)
        held = {"review": stale, "by": manager}
        scope = {"questions": "q", "agencies": [], "schools": [], "no_school_because": "None was asked."}
        death = {"reference": "r", "decision": "d", "factors": "", "learning": "", "deaths": {}}
        for write in (
            lambda: actions.find(
                theme="Seen", side="good practice", words="w", without_entry="Told by her nurse.", **held
            ),
            lambda: actions.take_back(finding=finding, by=manager),
            lambda: actions.scope(from_on=date(2013, 1, 1), to_on=None, **scope, **held),
            lambda: actions.meet(kind=panel.MET, agencies=["hospital"], words="w", **held),
            lambda: actions.invite_family(means="letter", who="w", contact="c", language="Polish", **held),
            lambda: actions.put_off_family(reason="r", until=None, **held),
            lambda: actions.hear_family(who="w", words="w", **held),
            lambda: actions.gather(child=child, title="t", words="", events=[], by=manager),
            lambda: actions.take_apart(episode=episode, by=manager),
            lambda: actions.comment(child=child, event_id="e", words="w", evidence="", by=manager),
            lambda: actions.decide_on_death(abuse_suspected=False, **death, **held),
        ):
            with pytest.raises(CannotReview, match="has ended"):
                write()
    with acting(sister):
        part = AgencyPart.objects.get()
        for give in (
            lambda: agencies.give_report(part=part, summary="s", address="a", by=sister),
            lambda: agencies.explain_absence(part=part, reason="r", by=sister),
            lambda: agencies.join(part=part, author=world.people["nurse"], by=sister),
        ):
            with pytest.raises(CannotReview, match="has ended"):
                give()


def test_the_pages_of_an_ended_review_offer_nothing_to_write(world: World, review: Review) -> None:
    manager = world.viewer("board.manager")

    def shown(name: str, *parts: str) -> str:
        client = Client()
        client.force_login(world.people[name])
        return client.get("/".join([f"/reviews/{review.pk}", *parts, ""])).content.decode()

    offers = (
        "Write down a meeting",
        "Agree the scope",
        "Seat somebody",
        "Ask agencies",
        "End this review",
        "or write one",
    )
    with acting(manager):
        agencies.ask_agencies(review=review, agencies=["hospital"], asked_for="Your part.", by=manager)
    before = shown("board.manager")
    assert all(each in before for each in offers)
    assert "Say who takes part" in shown("sister", "our-part")
    with acting(manager):
        panel.end(review=review, by=manager)
    after = shown("board.manager")
    assert "Ended" in after and not any(each in after for each in offers)
    part = shown("sister", "our-part")
    assert "This review has ended" in part and "Say who takes part" not in part
    sister = Client()
    sister.force_login(world.people["sister"])
    for form in ("answer", "report"):
        assert sister.get(f"/reviews/{review.pk}/our-part/{form}/").status_code == 403

"""What is agreed is what was read: a proposal is a row, and a row can be written past every page."""

from __future__ import annotations

import re

import pytest

from followthrough.procedures.language import Written
from followthrough.procedures.language.written import Kind
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id, reference
from followthrough.service.core.viewer import acting
from followthrough.service.learning.changes import checking
from followthrough.service.learning.changes.models import Proposal
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.ledger.models import Amendment
from followthrough.service.merging import actions as merging
from integration.chronology.writing import plain
from integration.learning.changes.conftest import SignIn
from integration.learning.changes.test_changes import RULE, agree, do, new_rule, not_brought, propose
from integration.merging import two
from integration.sharing.world import World

pytestmark = pytest.mark.django_db

AT = "deadline/strategy-discussion"


def copied(world: World, found: Proposal, **other: str) -> Proposal:
    """As somebody writes it who may propose, in their own name, but past the pages."""
    held = {each.name: getattr(found, each.attname) for each in Proposal._meta.fields}
    lead = world.viewer("policy.lead")
    with acting(lead):
        made = Proposal.objects.create(**{**held, "id": new_id(), "reference": reference(), **other})
    with acting(lead):
        Proposal.objects.filter(pk=found.pk).update(
            ended="withdrawn", ended_by=lead.practitioner_id, ended_at=clock.now(), ended_because="t"
        )
    return made


def in_force() -> int:
    return Amendment.objects.count()


@pytest.mark.parametrize(
    ("part", "other"),
    [
        (r"closed_by:(?: .*)?\n(?:[ -].*\n)*", "closed_by: [{event: child.seen}]\n"),
        (r"ladder:(?: .*)?\n(?:[ -].*\n)*", "ladder: []\n"),
        (r"confidence: .*\n", "confidence: our default\n"),
        (r"\Z", "excused_by: [{event: child.seen}]\n"),
        (r"\Z", "support: yes\n"),
        (r"says: (?:.*\n)(?:[ -].*\n)*", "says: It says something else.\n"),
    ],
)
def test_a_row_that_changes_more_than_a_form_can_is_not_agreed(
    world: World, asked: Recommendation, signed_in: SignIn, part: str, other: str
) -> None:
    propose(signed_in("policy.lead"), asked, AT, value="10 clock hours")
    found = Proposal.objects.get()
    text, number = re.subn(rf"(?m)^{part}" if part != r"\Z" else part, other, found.text, count=1)
    assert number == 1 and text != found.text
    made = copied(world, found, text=text)
    with pytest.raises(checking.NotSound, match="more than the one time or the one condition"):
        checking.check(Written(Kind.PROCEDURE, made.name, made.theme, made.text), is_new=False)
    agree(signed_in, made)
    assert in_force() == 0


def test_a_text_that_says_other_than_the_words_that_were_read_is_not_agreed(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    propose(signed_in("policy.lead"), asked, AT, value="10 clock hours")
    found = Proposal.objects.get()
    made = copied(world, found, text=found.text.replace("10 clock hours", "20 clock hours"))
    assert "The rule was changed since this was proposed. Propose it again." in agree(signed_in, made)
    assert in_force() == 0
    made = copied(world, made, text=found.text)
    assert "Agreed" in agree(signed_in, made) and in_force() == 1


def test_a_setting_is_written_alone_and_goes_on_to_name_its_source(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    propose(signed_in("policy.lead"), asked, "time/early-help-reviewed-every", value="5 weeks")
    found = Proposal.objects.get()
    extra = 'strategy-discussion-within:\n  title: "x"\n  value: "90 clock hours"\n'
    extra += "  confidence: our default\n  source: OUR\n"
    for text in (
        found.text.replace("confidence: read", "confidence: our default").replace("source: HEE", "source: OUR"),
        found.text + extra,
    ):
        assert text != found.text
        with pytest.raises(checking.NotSound, match="more than the one time or the one condition"):
            checking.check(Written(Kind.SETTING, found.name, found.theme, text), is_new=False)


def test_a_text_under_the_name_of_another_rule_is_not_sound(asked: Recommendation, signed_in: SignIn) -> None:
    propose(signed_in("policy.lead"), asked, AT, value="10 clock hours")
    found = Proposal.objects.get()
    written = Written(Kind.PROCEDURE, f"{found.name}-2", found.theme, found.text)
    with pytest.raises(checking.NotSound):
        checking.check(written, is_new=False)


def test_what_was_proposed_before_another_change_of_the_same_rule_does_not_undo_it(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    lead = signed_in("policy.lead")
    propose(lead, asked, "condition/strategy-discussion", condition="age: {under: 12}")
    first = Proposal.objects.get()
    propose(lead, asked, AT, value="10 clock hours")
    agree(signed_in, Proposal.objects.exclude(pk=first.pk).get())
    assert "The rule was changed since this was proposed. Propose it again." in agree(signed_in, first)
    assert in_force() == 1 and "10 clock hours" in Amendment.objects.get().text


def test_a_second_new_rule_of_the_same_name_does_not_take_the_place_of_the_first(
    asked: Recommendation, signed_in: SignIn
) -> None:
    first = new_rule(signed_in("policy.lead"), asked)
    propose(signed_in("policy.lead"), asked, "new/owed", **{**RULE, "action": "Ask the school why"})
    second = Proposal.objects.exclude(pk=first.pk).get()
    assert first.name == second.name
    agree(signed_in, second)
    assert "There is a rule of this name by now." in do(signed_in("policy.lead"), first, "replay")
    agree(signed_in, first)
    assert in_force() == 1 and "Ask the school why" in Amendment.objects.get().text


@pytest.mark.parametrize("what", ["deadline", "condition"])
def test_a_rule_that_nobody_has_yet_is_not_brought_in_as_a_change_of_one(
    world: World, asked: Recommendation, signed_in: SignIn, what: str
) -> None:
    made = copied(world, new_rule(signed_in("policy.lead"), asked), what=what)
    assert "more than the one time" in do(signed_in("policy.lead"), made, "replay")


def test_what_is_decided_is_not_replayed_over_the_case_and_says_so(asked: Recommendation, signed_in: SignIn) -> None:
    found = new_rule(signed_in("policy.lead"), asked)
    agree(signed_in, found)
    shown = signed_in("board.manager").get(f"/changes/{found.pk}/case/", follow=True)
    assert shown.status_code == 200 and "This change is decided." in plain(shown.content.decode())


def test_the_reviewed_case_is_replayed_by_the_name_that_the_child_is_known_by_now(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    """The record under review was another record of a child who has one already: it is read no more by itself."""
    found = new_rule(signed_in("policy.lead"), asked)
    not_brought(world)
    survivor, sister = two.register_other(world), world.viewer("sister")
    with acting(sister):
        merging.merge(survivor=survivor, alias=world.child.pk, reason=two.REASON, by=sister)
    world.later(minutes=1)
    page = signed_in("board.manager").get(f"/changes/{found.pk}/case/").content.decode()
    shown = plain(page)
    assert "Sensitive: about a child." in page
    assert "Child 1" in shown and "A duty would have been raised, due 3 Apr 2013" in shown

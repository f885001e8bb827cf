"""Findings: by theme, both sides, resting on entries that their writer can read; written by the panel, read by whom it
concerns.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access.models import Relationship
from followthrough.service.access.policies import NotVisible
from followthrough.service.core import clock
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.learning.reviews import actions, policies, queries
from followthrough.service.learning.reviews.models import Finding, Review, Side, Theme
from integration.chronology.writing import plain, text_of, write
from integration.sharing.world import World, local

SignIn = Callable[[str], Client]
NOWHERE = "Looked through the whole chronology: nobody wrote that it arrived."


@pytest.fixture
def signed_in(world: World) -> SignIn:
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(world.people[name])
        return client

    return sign_in


@pytest.fixture
def burn(world: World) -> str:
    """An entry of the child's chronology."""
    told = {"words": "A burn on his hand.", "category": "injury"}
    return write(world, "concern.raised", local(2013, 3, 27, 9, 0), by="nurse", data=told)


def find(world: World, review: Review, *cites: str, by: str = "board.manager", **more: object) -> Finding:
    viewer = world.viewer(by)
    said = {"theme": "Follow through", "side": Side.LEARNING, "words": "Nobody checked that it arrived.", **more}
    said |= {} if cites else {"without_entry": said.get("without_entry", NOWHERE)}
    with acting(viewer):
        return actions.find(review=review, cites=cites, by=viewer, **said)  # type: ignore[arg-type]


def sit_on_panel(world: World, review: Review, name: str) -> None:
    person = world.people[name]
    access.involve(
        agency=person.agency_id,
        practitioner=person.pk,
        relationship=Relationship.PANEL,
        subject=Subject("review", review.pk),
        reason="sits on the panel",
        by=Viewer.system("test"),
    )


def matrix(world: World, review: Review, by: str = "chair") -> list[queries.ThemeRow]:
    with acting(world.viewer(by)):
        return queries.matrix(world.viewer(by), review.pk)


def test_a_theme_is_one_row_with_both_sides_and_is_used_again(world: World, review: Review, burn: str) -> None:
    find(world, review, burn)
    find(world, review, theme="follow  through", side=Side.GOOD, words="The ward rang back.")
    (row,) = matrix(world, review)
    assert row.theme.title == "Follow through"
    assert [each.finding.words for each in row.good] == ["The ward rang back."]
    ((cited,),) = [each.cites for each in row.learning]
    assert cited.root == burn and cited.row is not None and cited.child_id == world.child.pk


def test_a_finding_rests_only_on_entries_of_the_children_that_its_writer_can_read(world: World, review: Review) -> None:
    with pytest.raises(policies.CannotReview, match="entries of the children under review"):
        find(world, review, "nothing")
    assert matrix(world, review) == []


def test_a_finding_that_no_entry_shows_says_why(world: World, review: Review, signed_in: SignIn) -> None:
    """What nobody wrote down is a finding too; without a word of why, it is a claim."""
    with pytest.raises(policies.CannotReview, match="or say why no entry shows it"):
        find(world, review, without_entry="  ")
    manager, page = signed_in("board.manager"), f"/reviews/{review.pk}/findings/"
    said = {"side": Side.LEARNING, "theme": "new", "new_theme": "Curiosity", "words": "Nobody asked who lived there."}
    refused = plain(manager.post(f"{page}write/", said).content.decode())
    assert "or say below why no entry shows it" in refused and "Nobody asked who lived there." in refused
    assert manager.post(f"{page}write/", {**said, "without_entry": NOWHERE}).status_code == 302
    assert f"No entry shows it: {NOWHERE}" in plain(text_of(manager, page))


def test_the_database_takes_no_finding_that_rests_on_nothing(world: World, review: Review) -> None:
    manager = world.viewer("board.manager")
    theme = Theme.objects.create(slug="seen", title="Seen")
    with pytest.raises(IntegrityError, match="rests on entries, or says why"), transaction.atomic():
        with acting(manager):
            Finding.objects.create(
                review=review, theme=theme, side=Side.GOOD, words="w", written_by=manager.practitioner_id,
                written_at=clock.now(),
            )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")


def test_the_panel_writes_others_read_and_strangers_find_nothing(world: World, review: Review) -> None:
    sit_on_panel(world, review, "named.nurse")
    find(world, review, by="named.nurse")
    for name, refusal in (("stranger", NotVisible), ("sister", NotVisible)):
        with pytest.raises(refusal):
            find(world, review, by=name)
        with pytest.raises(NotVisible):
            matrix(world, review, by=name)


def test_what_is_taken_back_stands_no_longer_and_is_kept(world: World, review: Review) -> None:
    found = find(world, review)
    with acting(world.viewer("chair")):
        actions.take_back(finding=found, by=world.viewer("chair"))
    assert matrix(world, review) == []
    with acting(world.viewer("chair")):
        assert Finding.objects.get().taken_back_at is not None


def test_themes_are_counted_by_the_year_in_which_a_review_began(world: World, review: Review) -> None:
    find(world, review)
    find(world, review, side=Side.GOOD)
    with acting(world.viewer("chair")):
        (theme,) = queries.themes_over_years(world.viewer("chair"))
    counted = theme.years[2013]
    assert (counted.reviews, counted.good, counted.learning) == (1, 1, 1)
    with acting(world.viewer("stranger")):
        assert queries.themes_over_years(world.viewer("stranger")) == []


def test_a_finding_is_written_and_taken_back_on_its_pages(
    world: World, review: Review, burn: str, signed_in: SignIn
) -> None:
    manager, page = signed_in("board.manager"), f"/reviews/{review.pk}/findings/"
    assert "Nothing is written yet" in plain(text_of(manager, page))
    said = {"side": Side.LEARNING, "theme": "new", "new_theme": "Curiosity", "words": "Who else was at home?",
            "child": "1", "entries": "99"}  # fmt: skip
    refused = manager.post(f"{page}write/", said).content.decode()
    assert "There is no entry with the number 99 that you can read" in refused and "Who else was at home?" in refused
    assert manager.post(f"{page}write/", {**said, "entries": "3"}).status_code == 302
    shown = plain(text_of(manager, page))
    assert "Curiosity" in shown and "Who else was at home? (Child One)" in shown and "27 Mar 2013" in shown
    assert "1 finding under 1 theme" in plain(
        text_of(manager, f"/reviews/{review.pk}/")
    ) and "Curiosity 2013 1" in plain(text_of(manager, "/reviews/"))
    with acting(world.viewer("chair")):
        found = Finding.objects.get()
    assert manager.post(f"{page}{found.pk}/take-back/").status_code == 302
    assert "Nothing is written yet" in plain(text_of(manager, page))


def test_every_opening_of_a_review_is_written_down_and_strangers_get_the_page_of_nothing(
    world: World, review: Review, signed_in: SignIn
) -> None:
    signed_in("chair").get(f"/reviews/{review.pk}/")
    row = AuditRow.objects.get(action="review.read")
    assert (row.viewer, row.subject_id) == (world.people["chair"].pk, review.pk)
    for page in ("", "findings/", "findings/write/", "findings/x/take-back/"):
        assert signed_in("stranger").get(f"/reviews/{review.pk}/{page}").status_code == 404
    assert "You have to do with no review" in plain(text_of(signed_in("stranger"), "/reviews/"))

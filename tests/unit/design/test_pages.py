"""Whole pages: every component is sound, and error pages say what was sent and what to do."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import override_settings

from followthrough.service.design import components, dates, views
from followthrough.service.design.templatetags.design import navigation
from unit.design.page_reader import Page

pytestmark = pytest.mark.urls("unit.design.urls")


@pytest.fixture
def gallery(rf: RequestFactory) -> Page:
    return Page(views.gallery(rf.get("/design/gallery/")).content.decode())


def test_the_gallery_is_sound(gallery: Page) -> None:
    assert gallery.broken_references == []
    assert len(gallery.ids) == len(set(gallery.ids))
    assert len(gallery.all("h1")) == 1


def test_pages_need_no_hole_in_the_content_policy(gallery: Page) -> None:
    assert [attrs for _, attrs in gallery.elements if "style" in attrs] == []
    assert gallery.all("style") == []
    assert all(script.get("src") for script in gallery.all("script"))


@pytest.mark.parametrize("tone", ["overdue", "soon", "due", "waiting", "done", "signal", "neutral"])
def test_a_tone_has_a_sign_and_a_word_beside_its_colour(gallery: Page, tone: str) -> None:
    html = render_to_string("design/components/tag.html", {"tag": components.Tag("Its word", tone)})  # type: ignore[arg-type]
    assert "<svg" in html
    assert "Its word" in html
    assert f"ft-tag--{tone}" in gallery.html


def test_each_sign_is_drawn_differently() -> None:
    tones = ("overdue", "soon", "waiting", "done", "signal", "later", "neutral")
    assert len({render_to_string("design/icon.html", {"name": tone}) for tone in tones}) == len(tones)


def test_the_path_says_each_state_in_words() -> None:
    steps = (
        components.Step("Sent", "done", "Maria Lind", dates.When("28 Mar 2013, 17:30")),
        components.Step("Received", "overdue", when=dates.When("Overdue since Thursday", state="overdue")),
        components.Step("Accepted", "waiting", when=dates.When("Due today 21:30", state="due")),
        components.Step("Acted", "later"),
    )
    page = Page(render_to_string("design/components/path.html", {"path": components.Path("Triage", steps)}))
    assert len(page.all("li")) == 4
    assert "Sent Done Maria Lind 28 Mar 2013, 17:30" in page.text
    assert "Received Overdue since Thursday Accepted Waiting Due today 21:30 Acted Not yet" in page.text


def test_a_duty_that_nobody_has_says_so() -> None:
    card = components.DutyCard("Ring the ward", "/duty/1", "Zofia N.", "Triage", dates.When("Due now", state="soon"))
    html = render_to_string("design/components/duty_card.html", {"card": card})
    assert "Nobody has taken this yet" in Page(html).text


def test_a_dictionary_serves_as_well_as_a_dataclass() -> None:
    card = {"title": "Ring the ward", "href": "/duty/1", "child": "Zofia N.", "team": "Triage",
            "clock": {"words": "Due now", "state": "soon"}, "taken_by": "Ruth Adeyemi"}  # fmt: skip
    page = Page(render_to_string("design/components/duty_card.html", {"card": card}))
    assert "Due now" in page.text
    assert "Who has it Ruth Adeyemi" in page.text


def test_a_posted_action_carries_the_token_and_what_it_is_about() -> None:
    action = components.Action("Take this", "/take/1", "about Zofia N.", "primary", True, (("key", "k1"),))
    page = Page(render_to_string("design/components/action.html", {"action": action, "csrf_token": "t0"}))
    hidden = {a["name"]: a["value"] for a in page.all("input")}
    assert hidden == {"csrfmiddlewaretoken": "t0", "key": "k1"}
    assert page.text == "Take this about Zofia N."


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html"])
def test_an_error_page_says_what_was_sent_and_what_to_do(name: str) -> None:
    page = Page(render_to_string(name))  # as Django renders them in trouble: without a request
    assert "Was anything sent?" in page.text
    assert "What to do now" in page.text
    assert "ring 999" in page.text


def test_a_page_that_is_hidden_looks_like_one_that_is_not_there() -> None:
    assert render_to_string("403.html") == render_to_string("404.html")


@pytest.mark.parametrize(
    ("level", "word", "role"),
    [("success", "Done", "alert"), ("error", "Not done", "alert"), ("info", "Please note", "region")],
)
def test_a_message_begins_with_what_it_means(level: str, word: str, role: str) -> None:
    class Message(str):
        level_tag = level

    page = Page(render_to_string("design/layout.html", {"messages": [Message("Sent to 3 teams"), Message("Two")]}))
    assert f"{word} Sent to 3 teams" in page.text
    assert page.broken_references == []
    assert [a["role"] for a in page.all("div") if "govuk-notification-banner" in a.get("class", "").split()] == [
        role
    ] * 2


def test_the_top_names_the_person_and_the_team() -> None:
    somebody = {"is_authenticated": True}
    who = {"name": "Ruth Adeyemi", "team": "Triage team", "agency": "Children’s social care"}
    page = Page(render_to_string("design/layout.html", {"user": somebody, "signed_in": who}))
    assert "Ruth Adeyemi · Triage team, Children’s social care" in page.text


def test_the_title_warns_of_errors(rf: RequestFactory) -> None:
    html = views.gallery_form(rf.post("/design/gallery/form/", {})).content.decode()
    assert "<title>Error: Every kind of question – Followthrough</title>" in html


@override_settings(DESIGN_NAVIGATION=(("Gallery", "design:gallery"), ("Nowhere", "no:page")))
def test_the_way_round_leaves_out_what_is_not_there_and_marks_where_one_is(rf: RequestFactory) -> None:
    here = navigation({"request": rf.get("/design/gallery/")})["items"]
    below = navigation({"request": rf.get("/design/gallery/form/")})["items"]
    assert [(item["text"], item["current"]) for item in here] == [("Gallery", "page")]
    assert below[0]["current"] == "true"


def test_a_table_refuses_a_row_that_does_not_fit_its_head() -> None:
    table = components.Table("Shares", ("To", "State"), (("Triage",),))
    with pytest.raises(ValueError, match="shorter"):
        render_table(table)


def test_an_empty_table_says_so_in_words() -> None:
    assert "No share came back." in render_table(components.Table("Back", ("To",), (), "No share came back."))


def render_table(table: components.Table) -> str:
    from django.template import Context, Template

    return Template("{% load design %}{% data_table table %}").render(Context({"table": table}))

"""Every kind of field: its label, hint and error belong together, and the summary's links lead to it."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms as django_forms
from django.template import Context, Template

from followthrough.service.design import forms
from followthrough.service.design.gallery_form import GalleryForm
from unit.design.page_reader import Page

FILLED = {
    "name": "Zofia N.", "born_day": "4", "born_month": "May", "born_year": "2009", "seen_at_day": "28",
    "seen_at_month": "3", "seen_at_year": "2013", "seen_at_time": "5:30pm", "urgency": "soon",
    "interpreter": "yes", "told": ["school", "police"], "team": "triage", "account": "She was alone.", "sure": "on",
}  # fmt: skip


def page_of(form: django_forms.BaseForm) -> Page:
    return Page(Template("{% load design %}{% error_summary form %}{{ form }}").render(Context({"form": form})))


def test_every_reference_of_an_empty_form_resolves() -> None:
    page = page_of(GalleryForm())
    assert page.broken_references == []
    assert len(page.ids) == len(set(page.ids))
    assert "There is a problem" not in page.text


def test_every_input_has_a_label_of_its_own() -> None:
    page = page_of(GalleryForm())
    labelled = [label["for"] for label in page.all("label")]
    inputs = [a for tag in ("input", "select", "textarea") for a in page.all(tag) if a.get("type") != "hidden"]
    assert sorted(labelled) == sorted(a["id"] for a in inputs)


@pytest.mark.parametrize(
    "data", [{}, {"urgency": "urgent"}, {"born_day": "31", "born_month": "2", "born_year": "2009"}]
)
def test_every_error_link_leads_to_something_that_takes_the_focus(data: dict[str, str]) -> None:
    form = GalleryForm(data)
    page = page_of(form)
    can_focus = {a.get("id") for tag in ("input", "select", "textarea") for a in page.all(tag)}
    assert len(page.error_links) == sum(len(errors) for errors in form.errors.values())
    assert set(page.error_links) <= can_focus
    assert page.broken_references == []


def test_an_error_is_read_out_with_its_input() -> None:
    page = page_of(GalleryForm({}))
    assert page.one("id_name")["aria-describedby"] == "id_name-hint id_name-error"
    assert page.one("id_born-group")["aria-describedby"] == "id_born-hint id_born-error"
    assert page.one("id_sure")["aria-describedby"] == "id_sure-error"
    assert "govuk-select--error" in page.one("id_team")["class"]


def test_only_the_wrong_box_of_a_date_is_marked_and_linked() -> None:
    page = page_of(GalleryForm(FILLED | {"born_month": "13"}))
    marked = [a["id"] for a in page.all("input") if "govuk-input--error" in a.get("class", "")]
    assert marked == page.error_links == ["id_born_month"]


def test_what_was_typed_comes_back() -> None:
    page = page_of(GalleryForm(FILLED | {"name": "", "born_month": "Mai"}))
    assert page.one("id_born_month")["value"] == "Mai"
    assert "checked" in page.one("id_told_0")
    assert "checked" not in page.one("id_told_1")
    assert "checked" in page.one("id_sure")


def test_a_filled_form_is_read() -> None:
    form = GalleryForm(FILLED)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == dt.date(2009, 5, 4)
    assert form.cleaned_data["seen_at"] == dt.datetime(2013, 3, 28, 17, 30, tzinfo=dt.UTC)
    assert form.cleaned_data["told"] == ["school", "police"]


def test_a_question_under_an_option_is_asked_only_with_it() -> None:
    assert "phone" in GalleryForm(FILLED | {"urgency": "urgent"}).errors
    assert "phone" not in GalleryForm(FILLED | {"urgency": "soon"}).errors


def test_a_question_under_an_option_stands_there_once_and_open_when_chosen() -> None:
    closed, opened = page_of(GalleryForm()), page_of(GalleryForm(FILLED | {"urgency": "urgent"}))
    assert closed.ids.count("id_phone") == opened.ids.count("id_phone") == 1
    assert "govuk-radios__conditional--hidden" in closed.one("id_urgency_0-more")["class"]
    assert "govuk-radios__conditional--hidden" not in opened.one("id_urgency_0-more")["class"]


def test_an_options_hint_belongs_to_the_option() -> None:
    page = page_of(GalleryForm())
    assert page.one("id_urgency_1")["aria-describedby"] == "id_urgency_1-hint"
    assert "aria-describedby" not in page.one("id_urgency_2")


def test_optional_questions_say_so() -> None:
    text = page_of(GalleryForm()).text
    assert "Who already knows? (optional)" in text
    assert text.count("(optional)") == 1


def test_long_text_is_counted_but_never_cut() -> None:
    page = page_of(GalleryForm())
    assert "maxlength" not in page.one("id_account")
    assert "id_account-info" in page.one("id_account")["aria-describedby"].split()
    errors = GalleryForm(FILLED | {"account": "x" * 2001}).errors
    assert errors["account"] == ["What happened? must be 2000 characters or fewer"]


def test_stored_values_fill_the_boxes() -> None:
    at = dt.datetime(2013, 7, 1, 16, 5, tzinfo=dt.UTC)
    page = page_of(GalleryForm(initial={"born": dt.date(2009, 5, 4), "seen_at": at}))
    assert [page.one(f"id_born_{part}")["value"] for part in ("day", "month", "year")] == ["4", "5", "2009"]
    assert page.one("id_seen_at_time")["value"] == "17:05"


def test_an_untouched_date_counts_as_unchanged() -> None:
    form = GalleryForm(FILLED | {"born_month": "5"}, initial={"born": dt.date(2009, 5, 4)})
    assert "born" not in form.changed_data
    assert "name" in form.changed_data


def test_a_form_from_elsewhere_looks_alike() -> None:
    class Foreign(django_forms.Form):
        email = django_forms.EmailField(help_text="We write to it")
        secret = django_forms.CharField(widget=django_forms.PasswordInput)

    page = page_of(Foreign({}))
    assert page.one("id_email")["class"] == "govuk-input govuk-input--error"
    assert page.error_links == ["id_email", "id_secret"]
    assert page.broken_references == []


def test_a_heading_question_is_the_pages_heading() -> None:
    class One(forms.Form):
        why = forms.TextField(label="Why do you share this?", is_heading=True)

    assert len(page_of(One()).all("h1")) == 1


def test_radios_without_options_still_give_the_error_a_place() -> None:
    class Nobody(forms.Form):
        team = forms.RadiosField(label="Which team?", choices=[])

    page = page_of(Nobody({}))
    assert page.error_links == ["id_team-group"]
    assert "id_team-group" in page.ids


def test_options_may_be_set_later_and_keep_their_hints() -> None:
    form = GalleryForm()
    form.fields["interpreter"].choices = [forms.Choice("pl", "Polish", hint="Also by telephone")]
    assert "Also by telephone" in page_of(form).text


def test_what_people_write_cannot_become_markup() -> None:
    page = page_of(GalleryForm(FILLED | {"name": "", "account": "</textarea><script>x()</script>"}))
    assert page.all("script") == []


def test_a_hint_with_a_persons_name_in_it_cannot_become_markup() -> None:
    class About(forms.Form):
        note = forms.TextField(label="Note", help_text="About <script>x()</script>")

    assert page_of(About()).all("script") == []


def test_an_error_of_the_whole_form_stands_in_the_summary() -> None:
    form = GalleryForm(FILLED)
    form.add_error(None, "This was sent already")
    assert "This was sent already" in page_of(form).text

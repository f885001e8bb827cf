"""Requests to see a record: entered, taken on, prepared part by part, read over, given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.access.stepup import needs_step_up
from followthrough.service.agencies import queries as agencies
from followthrough.service.core import audit
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.subjectaccess import actions, folders, policies, presenters, queries
from followthrough.service.subjectaccess.forms import (
    DecideForm,
    EndForm,
    EnterForm,
    ExtendForm,
    IdentityForm,
    PrepareForm,
    ReadOverForm,
)
from followthrough.service.subjectaccess.models import Outcome, Request

BOTH = ["GET", "HEAD", "POST"]
NOT_FOUND = (
    "There is no record of this name and day of birth that is open to you. Check both. "
    "If you are sure that there is one, ask your privacy officer."
)
TWO = "There are two records of this name and day of birth. Have them put together first."


@classed("signed-in")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    if not policies.READS_OVER & set(viewer.roles):
        policies.check_answers(viewer)
    audit.record("access-requests.listed", by=viewer)
    context = {"table": presenters.requests_table(queries.open_requests(viewer)), "may_enter": policies.answers(viewer)}
    return render(request, "subjectaccess/overview.html", context)


@classed("signed-in")
@require_http_methods(BOTH)
def enter(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_answers(viewer)
    form = EnterForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said: dict[str, Any] = dict(form.cleaned_data)
        name, born_on = said.pop("name"), said.pop("born_on")
        found = queries.matching(viewer, name, born_on)
        if len(found) == 1:
            made = actions.enter(child_id=found[0], by=viewer, **said)
            messages.success(request, f"Entered as {made.reference}. The clock runs from the day on which it came.")
            return redirect("subjectaccess:request", made.pk)
        form.add_error("name", TWO if found else _not_found(viewer, name, born_on))
    return render(request, "subjectaccess/enter.html", {"form": form})


@classed("signed-in")
@require_safe
def show(request: HttpRequest, request_id: str) -> HttpResponse:
    found = _request(request, request_id)
    return _page(request, found)


@classed("signed-in")
@require_POST
def take_on(request: HttpRequest, request_id: str) -> HttpResponse:
    return _do(request, request_id, lambda found, by: actions.take_on(request=found, by=by))


@classed("signed-in")
@require_http_methods(BOTH)
def identity(request: HttpRequest, request_id: str) -> HttpResponse:
    form = IdentityForm(request.POST if request.method == "POST" else None)
    return _ask(
        request, request_id, form, "Check who they are", "Write it down",
        lambda found, by: actions.check_identity(request=found, shown=form.cleaned_data["shown"], by=by),
    )  # fmt: skip


@classed("signed-in")
@require_http_methods(BOTH)
def extend(request: HttpRequest, request_id: str) -> HttpResponse:
    form = ExtendForm(request.POST if request.method == "POST" else None)
    return _ask(
        request, request_id, form, "They were told that it takes longer", "Write it down",
        lambda found, by: actions.extend(request=found, words=form.cleaned_data["words"], by=by),
    )  # fmt: skip


@classed("signed-in")
@require_http_methods(BOTH)
def end(request: HttpRequest, request_id: str) -> HttpResponse:
    form = EndForm(request.POST if request.method == "POST" else None)
    return _ask(
        request, request_id, form, "End it without giving the record", "End it",
        lambda found, by: actions.end(request=found, outcome=Outcome(form.cleaned_data["outcome"]), by=by),
    )  # fmt: skip


@classed("signed-in")
@require_http_methods(BOTH)
def part(request: HttpRequest, request_id: str, key: str) -> HttpResponse:
    """One part: its words, and what happens with them."""
    viewer, found = viewer_of(request), _request(request, request_id)
    held = queries.part(viewer, found, key)
    if held is None:
        raise NotVisible()
    decided = queries.decisions(found, [held]).get(key)
    given = {"data": request.POST} if request.method == "POST" else {"initial": _initial(decided)}
    form = DecideForm(**given, is_file=bool(held.file))
    if form.is_bound and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        try:
            actions.decide(
                request=found,
                part=held,
                withheld=said["what"] == "withhold",
                code=said["code"] if said["what"] != "give" else "",
                passages=form.taken_out(),
                note=said["note"],
                by=viewer,
            )
        except policies.NotReady as refusal:
            form.add_error("passages", str(refusal))
        else:
            return redirect(f"{_address(found)}#parts")
    can_decide = found.is_open and not found.is_prepared and policies.answers(viewer)
    context = {
        "found": found,
        "part": held,
        "form": form if can_decide else None,
        "rows": presenters.decision_rows(held, decided) if decided else (),
    }
    return render(request, "subjectaccess/part.html", context)


@classed("signed-in")
@require_POST
def give_rest(request: HttpRequest, request_id: str) -> HttpResponse:
    def do(found: Request, by: Viewer) -> None:
        actions.give_rest(request=found, parts=queries.parts(by, found), by=by)

    return _do(request, request_id, do)


@classed("signed-in")
@require_POST
def prepare(request: HttpRequest, request_id: str) -> HttpResponse:
    viewer, found = viewer_of(request), _request(request, request_id)
    people = queries.seconds(viewer)
    form = PrepareForm(request.POST, people=[(each.pk, each.name) for each in people])
    if not form.is_valid():
        return _page(request, found, prepare_form=form)
    second = next(each for each in people if each.pk == form.cleaned_data["second"])
    try:
        actions.prepare(request=found, second=second, parts=queries.parts(viewer, found), by=viewer)
    except policies.NotReady as refusal:
        form.add_error("second", str(refusal))
        return _page(request, found, prepare_form=form)
    messages.success(request, f"{second.name} can read it over now.")
    return redirect(_address(found))


@classed("signed-in")
@require_POST
@needs_step_up
def read_over(request: HttpRequest, request_id: str) -> HttpResponse:
    viewer, found = viewer_of(request), _request(request, request_id)
    form = ReadOverForm(request.POST)
    if not form.is_valid():
        return _page(request, found, read_form=form)
    if form.cleaned_data["answer"] == "back":
        actions.send_back(request=found, words=form.cleaned_data["words"], by=viewer)
        messages.success(request, "It is back with whoever prepared it.")
        return redirect(_address(found))
    try:
        actions.agree(request=found, by=viewer)
    except policies.NotReady as refusal:
        form.add_error("answer", str(refusal))
        return _page(request, found, read_form=form)
    messages.success(request, "It can be given now.")
    return redirect(_address(found))


@classed("signed-in")
@require_safe
@needs_step_up
def pack(request: HttpRequest, request_id: str) -> HttpResponse:
    """The document itself. Each time that it leaves is in the audit."""
    found = _made(request, request_id)
    actions.note_release(request=found, by=viewer_of(request))
    return _saved(queries.pack_of(found), "application/pdf", f"record-{found.reference}.pdf")


@classed("signed-in")
@require_safe
@needs_step_up
def folder(request: HttpRequest, request_id: str, number: int) -> HttpResponse:
    """The document with the files that go along, or the next of these."""
    viewer, found = viewer_of(request), _made(request, request_id)
    wanted = next((each for each in _folders(request, found) if each.number == number), None)
    if wanted is None:
        raise Http404
    actions.note_release(request=found, by=viewer, files=[each.pk for _, each in wanted.files])
    return _saved(folders.as_zip(found, wanted), "application/zip", f"record-{found.reference}-{number}.zip")


@classed("signed-in")
@require_POST
def given(request: HttpRequest, request_id: str) -> HttpResponse:
    return _do(request, request_id, lambda found, by: actions.give(request=found, by=by))


def _made(request: HttpRequest, request_id: str) -> Request:
    found = _request(request, request_id)
    if not found.pack:
        raise Http404
    return found


def _folders(request: HttpRequest, found: Request) -> list[folders.Folder]:
    try:
        return folders.folders(viewer_of(request), found) if found.pack else []
    except policies.NotReady as refusal:
        messages.error(request, str(refusal))
        return []


def _saved(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _page(request: HttpRequest, found: Request, **forms: Any) -> HttpResponse:
    viewer = viewer_of(request)
    whose = queries.child(viewer, found)
    parts = queries.parts_of(viewer, found, whose) if whose else []
    decided = queries.decisions(found, parts)
    people = {found.identity_checked_by, found.prepared_by, found.second_id or ""} - {""}
    names = agencies.names(people) if people else {}
    is_second = found.second_id == viewer.practitioner_id
    prepares = found.is_open and not found.is_prepared and policies.answers(viewer) and whose is not None
    undecided = [each for each in parts if each.key not in decided]
    if prepares:
        may = [(each.pk, each.name) for each in queries.seconds(viewer)]
        forms.setdefault("prepare_form", PrepareForm(people=may))
    if is_second and found.is_prepared and found.approved_at is None:
        forms.setdefault("read_form", ReadOverForm())
    context = {
        **forms,
        "found": found,
        "rows": presenters.request_rows(found, names, whose.name if whose else ""),
        "table": presenters.parts_table(found, parts, decided),
        "undecided": len([each for each in undecided if not each.file]),
        "undecided_files": len([each for each in undecided if each.file]),
        "folders": presenters.folder_links(found, _folders(request, found)),
        "prepares": prepares,
        "is_taken_on": whose is not None,
        "answers": policies.answers(viewer),
        "form": forms.get("read_form") or forms.get("prepare_form"),
    }
    return render(request, "subjectaccess/request.html", context)


def _ask(
    request: HttpRequest, request_id: str, form: Any, title: str, button: str, do: Callable[[Request, Viewer], None]
) -> HttpResponse:
    """A page of one question."""
    viewer, found = viewer_of(request), _request(request, request_id)
    policies.check_can_prepare(viewer, found)
    if form.is_bound and form.is_valid():
        try:
            do(found, viewer)
        except policies.NotReady as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is written down.")
            return redirect(_address(found))
    context = {"found": found, "form": form, "title": title, "button": button}
    return render(request, "subjectaccess/ask.html", context)


def _do(request: HttpRequest, request_id: str, do: Callable[[Request, Viewer], None]) -> HttpResponse:
    found = _request(request, request_id)
    try:
        do(found, viewer_of(request))
    except policies.NotReady as refusal:
        messages.error(request, str(refusal))
    return redirect(_address(found) if found.is_open else "subjectaccess:overview")


def _request(request: HttpRequest, request_id: str) -> Request:
    viewer = viewer_of(request)
    found = queries.request(viewer, request_id)
    if found is None:
        raise NotVisible()
    subject = Subject(found.subject_kind, found.subject_id)
    audit.record("access-request.read", by=viewer, subject=subject, detail={"request": found.pk})
    return found


def _not_found(viewer: Viewer, name: str, born_on: date) -> str:
    gone = queries.destroyed(viewer, name, born_on)
    if gone is None or gone.destroyed_at is None:
        return NOT_FOUND
    day = dates.day_in_words(gone.destroyed_at.astimezone(dates.LONDON).date())
    return f"The record of this person was destroyed on {day}. The certificate is {gone.reference}."


def _initial(decided: Any) -> dict[str, str]:
    if decided is None:
        return {}
    what = "withhold" if decided.withheld else "some" if decided.passages else "give"
    return {"what": what, "code": decided.code, "passages": "\n".join(decided.passages), "note": decided.note}


def _address(found: Request) -> str:
    return reverse("subjectaccess:request", args=[found.pk])

"""The pages of a child's injuries: one task on each. The middleware has opened the child: checked, and written down."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.pictures.bodymap import words_of
from followthrough.service.access.routes import classed
from followthrough.service.design.forms import Form, posted
from followthrough.service.injuries import actions, queries
from followthrough.service.injuries.forms import (
    NO,
    YES,
    AccountForm,
    ExplanationForm,
    LookForm,
    MarkForm,
    OpinionForm,
    PhotographForm,
    PlaceForm,
    SeenForm,
    place_of,
)
from followthrough.service.injuries.presenters import page, places, telling
from followthrough.service.injuries.queries import Injury
from followthrough.service.injuries.reading import Desk, desk_of
from followthrough.service.sharing.doing import is_done

_MEASURED = ("size_mm", "width_mm", "colour", "words")


@classed("child")
@require_safe
@gzip_page
def overview(request: HttpRequest, child_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    return render(request, "injuries/overview.html", {"child": desk.child, "page": page.overview_of(desk)})


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def see(request: HttpRequest, child_id: str) -> HttpResponse:
    desk = desk_of(request, child_id, owes=False)
    form = SeenForm(posted(request), initial=_now(desk))
    if form.is_bound and form.is_valid() and is_done(form, lambda: _see(desk, form.cleaned_data)):
        messages.success(request, _told(desk, form.cleaned_data))
        return redirect("injuries:draw", desk.child.pk, form.cleaned_data["key"])
    team = desk.social_care
    return _form(request, desk, "see", form, told=desk.ring(team).line if team else "")


@classed("child")
@require_safe
@gzip_page
def injury(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    shown = page.page_of(desk, desk.injury(event_id))
    return render(request, "injuries/injury.html", {"child": desk.child, "page": shown})


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
def draw(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    """First where, then what it looks like. Where it is goes from the one to the other in the form, in no address."""
    desk = desk_of(request, child_id, owes=False)
    found = desk.injury(event_id)
    where = PlaceForm(posted(request), places=places.PLACES)
    if not (where.is_bound and where.is_valid()):
        groups = list(places.groups(where["place"]))
        return _form(request, desk, "place", where, found, groups=groups, marks=found.marks)
    place = place_of(where.cleaned_data["place"])
    is_asked = "at_day" in request.POST
    form = MarkForm(request.POST if is_asked else None, initial=_as_then(desk, found))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        data = {"injury": found.id, "site": place[0], "side": place[1], "kind": said["kind"], **_measured(said)}
        if _write(desk, queries.DRAWN, form, data):
            messages.success(request, f"{words_of(place)}: the mark is drawn.")
            return redirect("injuries:injury", desk.child.pk, found.id)
    return _form(request, desk, "mark", form, found, place=where.cleaned_data["place"], where=words_of(place))


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def look_again(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    desk = desk_of(request, child_id, owes=False)
    found, mark = desk.mark(event_id)
    form = LookForm(posted(request), initial=_now(desk))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        data = {"injury": found.id, "mark": mark.id, "gone": said["gone"] == NO, **_measured(said)}
        if _write(desk, queries.DRAWN, form, data):
            messages.success(request, "Written down. How it looked before stays beside it.")
            return redirect("injuries:injury", desk.child.pk, found.id)
    before = [(telling.seen(each, desk.telling), telling.look(each)) for each in mark.looks]
    return _form(request, desk, "look", form, found, mark=telling.name(mark), before=before)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    desk = desk_of(request, child_id, owes=False)
    form = OpinionForm(posted(request), initial={"at": desk.telling.now})
    return _about(request, desk, event_id, "opinion", form, queries.EXAMINED, ("by_role", "finding"))


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def photograph(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    desk = desk_of(request, child_id, owes=False)
    form = PhotographForm(posted(request), initial=_now(desk))
    return _about(
        request, desk, event_id, "photograph", form, queries.PHOTOGRAPHED, ("shows", "kept", "reference", "agreed")
    )


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def explanation(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    desk = desk_of(request, child_id, owes=False)
    form = ExplanationForm(posted(request))
    return _about(request, desk, event_id, "explanation", form, queries.CONSIDERED, ("fits", "reason"))


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    """What somebody said of it later stands beside what was said before."""
    desk = desk_of(request, child_id, owes=False)
    found = desk.injury(event_id)
    form = AccountForm(posted(request), is_first=not found.is_explained, initial=_now(desk))
    if form.is_bound and form.is_valid() and is_done(form, lambda: _explain(desk, found, form)):
        messages.success(request, "Written down. No other agency is told: share it with whoever must know.")
        return redirect("injuries:injury", desk.child.pk, found.id)
    accounts = telling.accounts(found, desk.telling)
    return _form(request, desk, "account", form, found, found=found, accounts=accounts)


def _explain(desk: Desk, found: Injury, form: AccountForm) -> None:
    actions.explain(
        child_id=desk.child.pk,
        key=form.cleaned_data["key"],
        at=form.cleaned_data["at"],
        data={"injury": found.id, **form.said},
        in_enquiry=desk.in_enquiry,
        by=desk.viewer,
    )


def _about(
    request: HttpRequest, desk: Desk, event_id: str, name: str, form: Form, kind: str, fields: tuple[str, ...]
) -> HttpResponse:
    """One more thing about an injury that is in the record."""
    found = desk.injury(event_id)
    if form.is_bound and form.is_valid():
        data = {"injury": found.id, **{each: form.cleaned_data[each] for each in fields}}
        if _write(desk, kind, form, data):
            messages.success(request, "Written down. No other agency is told: share it with whoever must know.")
            return redirect("injuries:injury", desk.child.pk, found.id)
    earlier = [each for each in desk.injuries if each.id != found.id]
    more = (
        {"shown": page.page_of(desk, found), "earlier": page.table_of(earlier, desk)} if name == "explanation" else {}
    )
    return _form(request, desk, name, form, found, **more)


def _see(desk: Desk, said: dict[str, Any]) -> None:
    stays, team = said["can_move"] == NO, desk.social_care
    data = {
        "by": said["by"],
        "can_move": not stays,
        "significant": said["significant"] == YES,
        **{name: said[name] for name in ("explanation", "explained_by", "attributed_to")},
    }
    actions.see(
        child_id=desk.child.pk,
        key=said["key"],
        at=said["at"],
        data=data,
        words=said["words"],
        to=[team.key] if stays and team else [],
        by=desk.viewer,
    )


def _told(desk: Desk, said: dict[str, Any]) -> str:
    team = desk.social_care
    if said["can_move"] == YES or team is None:
        return "Recorded. Now draw each mark on the body map."
    if team.key in desk.viewer.teams[:1]:
        return "Recorded. Your own team has to act now: a consultant sees the child today. Then draw each mark."
    return f"Recorded. {team} is told, as urgent. Ring them now as well: {desk.ring(team).line}. Then draw each mark."


def _write(desk: Desk, kind: str, form: Form, data: dict[str, Any]) -> bool:
    said = form.cleaned_data
    at: datetime = said.get("at") or desk.telling.now
    given = {**data, "by": said.get("by") or desk.viewer.practitioner_id}
    write = lambda: actions.write(  # noqa: E731
        kind=kind, child_id=desk.child.pk, key=said["key"], at=at, data=given, by=desk.viewer
    )
    return is_done(form, write)


def _measured(said: dict[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in _MEASURED}


def _now(desk: Desk) -> dict[str, object]:
    return {"at": desk.telling.now, "by": desk.telling.names.get(desk.viewer.practitioner_id, "")}


def _as_then(desk: Desk, found: Injury) -> dict[str, object]:
    """As the injury was seen: by the same person, at the same time."""
    event = found.entry.event
    by = desk.telling.person(str(event.data.get("by", ""))) or desk.telling.names.get(found.entry.row.author, "")
    return {"at": event.occurred_from, "by": by}


def _form(
    request: HttpRequest, desk: Desk, name: str, form: Form, about: Injury | None = None, **more: Any
) -> HttpResponse:
    if about is None:
        back = reverse("injuries:overview", args=[desk.child.pk])
    else:
        back = reverse("injuries:injury", args=[desk.child.pk, about.id])
        more["seen"] = telling.seen(about.entry, desk.telling)
    return render(request, f"injuries/{name}.html", {"form": form, "child": desk.child, "back_href": back, **more})

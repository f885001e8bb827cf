"""The list of children by when they were last seen, and the short pages that write down how a visit went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import CHILD, NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.children import queries as registered
from followthrough.service.children.models import Child
from followthrough.service.chronology import hearing
from followthrough.service.core import audit, clock
from followthrough.service.ledger.actions import CannotRecord
from followthrough.service.sight import actions, forms, presenters, queries
from followthrough.service.sight.facts import CANCELLED, NO_ACCESS, NOT_BROUGHT, SEEN

LIST = "list"  # how one came to a visit: back to the same place of the list


@dataclass(frozen=True)
class How:
    """How a visit went: what is written down, what its page asks and says."""

    kind: str
    form: type[forms.VisitForm]
    short: str
    heading: str
    intro: str = ""

    @property
    def is_sight(self) -> bool:
        """Somebody meets the child, and has to know how to talk together."""
        return self.kind == SEEN


HOWS = {
    "seen": How(SEEN, forms.SeenForm, "Seen", "The child was seen"),
    "no-access": How(NO_ACCESS, forms.NoAccessForm, "No access", "Nobody let us in"),
    "cancelled": How(CANCELLED, forms.CancelledForm, "Visit cancelled", "A visit was cancelled"),
    "not-brought": How(
        NOT_BROUGHT,
        forms.NotBroughtForm,
        "Not brought",
        "The child was not brought to an appointment",
        "A child does not miss an appointment: somebody did not bring the child.",
    ),
}


@classed("team")
@require_safe
def children(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    form = forms.FilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = queries.listed(
        viewer, is_agency=asked.get("whose") == "agency", why=asked.get("why", ""), page=request.GET.get("page", "")
    )
    audit.record_each("child.listed", ((Subject(CHILD, each.child.pk), {}) for each in found.page), by=viewer)
    context = {
        "form": form,
        "lines": presenters.lines(found),
        "page": found.page,
        "hows": HOWS,
        "here": urlencode({LIST: "yes", **_given(asked), "page": str(found.page.number)}),
        "before": _address(asked, found.page.number - 1),
        "after": _address(asked, found.page.number + 1),
    }
    return render(request, "sight/list.html", context)


@classed("child")
@require_safe
def visit(request: HttpRequest, child_id: str) -> HttpResponse:
    return render(request, "sight/visit.html", {"child": the_child(request, child_id), "hows": HOWS})


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, child_id: str, how: str) -> HttpResponse:
    child, asked = the_child(request, child_id), HOWS[how]
    form = asked.form(request.POST if request.method == "POST" else None, initial=_initial(child))
    back = _back(request, child)
    if form.is_bound and form.is_valid():
        try:
            actions.write(
                kind=asked.kind, child=child, at=form.cleaned_data["at"], data=form.said, by=viewer_of(request)
            )
        except CannotRecord as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"Written down for {child.name}. No other agency is told: share it with whoever must know."
            )
            return HttpResponseRedirect(back)
    return render(request, "sight/write.html", {"child": child, "asked": asked, "form": form, "back_href": back})


def _initial(child: Child) -> dict[str, object]:
    """What is known is filled in: the language, and that nobody needs an interpreter."""
    interpreter = hearing.NOT_NEEDED if child.interpreter_needed is False else ""
    return {"at": clock.now(), "language": child.language, "interpreter": interpreter}


def _back(request: HttpRequest, child: Child) -> str:
    """To the list as it was, for whoever came from there; else to the child."""
    if LIST not in request.GET:
        return reverse("chronology:child", args=[child.pk])
    form = forms.FilterForm(request.GET)
    page = request.GET.get("page", "")
    return _address(form.cleaned_data if form.is_valid() else {}, int(page) if page.isdecimal() else 1)


def _address(asked: Mapping[str, str], page: int) -> str:
    """The list with its filter; the first page is not named."""
    query = urlencode({**_given(asked), **({"page": str(page)} if page > 1 else {})})
    return f"{reverse('sight:list')}?{query}" if query else reverse("sight:list")


def _given(asked: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in asked.items() if value}


def the_child(request: HttpRequest, child_id: str) -> Child:
    """The middleware has opened the child: checked, and written down."""
    found = registered.child(viewer_of(request), child_id)
    if found is None:
        raise NotVisible()
    return found

"""The pages of case examples: all that one may read, one with what gives the child away, and what is done with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies import queries as agencies
from followthrough.service.core import audit
from followthrough.service.design.documents import pdf
from followthrough.service.design.wordfile import KIND, word
from followthrough.service.learning.commissioning import actions, policies
from followthrough.service.learning.commissioning.forms import ChangeForm, ReleaseForm, ReplyForm
from followthrough.service.learning.commissioning.models import CaseExample
from followthrough.service.learning.commissioning.policies import CannotCommission
from followthrough.service.learning.commissioning.presenters import examples as presenters
from followthrough.service.learning.commissioning.queries import examples as queries
from followthrough.service.learning.commissioning.views.figures import file


@classed("signed-in")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    table = presenters.examples_table(queries.examples(viewer_of(request)))
    context = {"table": table, "may_read_figures": policies.can_read_figures(viewer_of(request))}
    return render(request, "commissioning/examples.html", context)


@classed("signed-in")
@require_safe
def example(request: HttpRequest, example_key: str) -> HttpResponse:
    viewer, held = viewer_of(request), _held(request, example_key)
    audit.record("case-example.read", by=viewer, detail={"example": held.key})
    names = agencies.names({held.written_by, held.released_by, held.replied_by} - {""})
    context = {
        "example": held,
        "parts": presenters.parts_of(held),
        "rows": presenters.rows_of(held, names, agencies.titles()),
        "tag": presenters.state_of(held),
        "hits": None if held.released_at else presenters.hits_table(queries.hits(viewer, held)),
        "corrected_by": CaseExample.objects.filter(corrects=held).first(),
        "may_change": policies.can_change(viewer, held),
        "may_release": policies.can_release(viewer, held),
        "may_reply": policies.can_reply(viewer, held),
    }
    return render(request, "commissioning/example.html", context)


@classed("signed-in")
@require_safe
def as_pdf(request: HttpRequest, example_key: str) -> HttpResponse:
    held = _released(request, example_key)
    return file(request, f"{held.key}.pdf", "application/pdf", pdf("design/tables.typ", presenters.for_pdf(held)))


@classed("signed-in")
@require_safe
def as_word(request: HttpRequest, example_key: str) -> HttpResponse:
    held = _released(request, example_key)
    at = held.released_at or held.written_at
    return file(
        request, f"{held.key}.docx", KIND, word(held.title, [presenters.NOTE], presenters.for_word(held), at=at)
    )


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, example_key: str) -> HttpResponse:
    viewer, held = viewer_of(request), _held(request, example_key)
    policies.check_can_change(viewer, held)
    posted = request.POST if request.method == "POST" else None
    known = {"title": held.title, "tier": str(held.tier), "commissioner": held.commissioner, **held.words}
    form = ChangeForm(
        posted, commissioners=queries.commissioners(), initial={**known, "stays_because": held.stays_because}
    )
    if form.is_bound and form.is_valid():
        said = {name: value for name, value in form.said.items() if name != "commissioner"}
        actions.change(example=held, by=viewer, **said)
        messages.success(request, "Changed.")
        return redirect("commissioning:example", held.key)
    hits = presenters.hits_table(queries.hits(viewer, held))
    return render(request, "commissioning/change.html", {"example": held, "form": form, "hits": hits})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, example_key: str) -> HttpResponse:
    viewer, held = viewer_of(request), _held(request, example_key)
    policies.check_can_release(viewer, held)
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.release(example=held, read=request.POST.get("read", ""), by=viewer)
        except CannotCommission as refusal:
            form.add_error("has_read", str(refusal))
            held.refresh_from_db()
        else:
            messages.success(request, "Released. The commissioner has it, and a clock runs for the answer.")
            return redirect("commissioning:example", held.key)
    names = agencies.names({held.written_by})
    context = {"example": held, "form": form, "parts": presenters.parts_of(held), "read": queries.digest(held)}
    context["rows"] = presenters.rows_of(held, names, agencies.titles())
    return render(request, "commissioning/release.html", context)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, example_key: str) -> HttpResponse:
    viewer, held = viewer_of(request), _held(request, example_key)
    policies.check_can_reply(viewer, held)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.reply(example=held, by=viewer, **form.cleaned_data)
        messages.success(request, "Answered. Whoever works with the child sees it.")
        return redirect("commissioning:example", held.key)
    return render(request, "commissioning/reply.html", {"example": held, "form": form})


def _held(request: HttpRequest, key: str) -> CaseExample:
    return policies.check_can_see_example(viewer_of(request), key)


def _released(request: HttpRequest, key: str) -> CaseExample:
    held = _held(request, key)
    if held.released_at is None:
        raise CannotCommission("It becomes a file when a second person has released it.")
    return held

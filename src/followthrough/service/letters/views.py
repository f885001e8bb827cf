"""The pages of letters: what became of each, one of them, and how people are told."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies import alerting
from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.directory import NAMED
from followthrough.service.agencies.models import Bounds, Practitioner
from followthrough.service.core import audit
from followthrough.service.ledger.models import Letter, Outbox
from followthrough.service.letters import actions, policies, presenters, queries
from followthrough.service.letters.forms import BoundsForm, ChoiceForm, PassedOnForm


@classed("team")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    shown = request.GET.get("show", "")
    shown = shown if shown in presenters.FILTERS else ""
    letters, lost = queries.letters(viewer, only=shown), queries.lost(viewer)
    audit.record("letters.read", by=viewer)
    page = presenters.overview(
        viewer, letters, lost, queries.notices(letters), queries.counts(viewer), _who([*letters, *lost]), shown
    )
    return render(request, "letters/overview.html", {"page": page})


@classed("team")
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, letter_id: str) -> HttpResponse:
    """One letter; and, where it did not arrive, the form that says how somebody passed it on."""
    viewer = viewer_of(request)
    found = queries.item(viewer, letter_id)
    if found is None:
        raise Http404
    form = PassedOnForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.pass_on(item=found, means=form.cleaned_data["means"], by=viewer)
        messages.success(
            request, "Recorded: you passed it on. See that the address is mended, or the next is lost too."
        )
        return redirect("letters:overview")
    audit.record("letters.read", by=viewer, detail={"letter": found.pk})
    held = queries.notices([found])[found.pk] if isinstance(found, Letter) else []
    page = presenters.letter_page(found, held, _who([found]))
    can_mend = page.is_to_mend and policies.sees_team(viewer, *queries.whose(found))
    return render(request, "letters/letter.html", {"page": page, "form": form if can_mend else None})


@classed("team")
@require_http_methods(["GET", "HEAD", "POST"])
def how(request: HttpRequest) -> HttpResponse:
    """How a person is told of what is urgent; a manager says here what their team may choose."""
    viewer = viewer_of(request)
    person: Practitioner = request.user  # type: ignore[assignment]
    teams = queries.teams_to_bound(viewer)
    asked = request.POST.get("for", "") if request.method == "POST" else ""
    choice = ChoiceForm(request.POST if asked == "me" else None, initial={"by": _chosen(person)})
    bounds = [
        BoundsForm(
            request.POST if asked == team.key else None,
            team=team.title,
            prefix=team.slug,
            initial={"bounds": team.alert_bounds.bounds if hasattr(team, "alert_bounds") else Bounds.FREE},
        )
        for team in teams
    ]
    if asked == "me" and choice.is_valid():
        by = choice.cleaned_data["by"]
        actions.choose(email="email" in by, text="text" in by, by=viewer)
        messages.success(request, "Kept. It holds from the next letter.")
        return redirect("letters:how")
    for team, form in zip(teams, bounds, strict=True):
        if asked == team.key and form.is_valid():
            actions.bound(team=team, bounds=form.cleaned_data["bounds"], by=viewer)
            messages.success(request, f"Kept. It holds for {team.title} from the next letter.")
            return redirect("letters:how")
    context = {
        "form": choice,
        "teams": list(zip(teams, bounds, strict=True)),
        "holds": presenters.holds(person, list(agencies.teams(viewer.agency)), viewer),
        "mobile": alerting.mobile(person.telephone),
        "telephone": person.telephone,
    }
    return render(request, "letters/how.html", context)


def _chosen(person: Practitioner) -> list[str]:
    held = alerting.choice_of(person)
    return [name for name in ("email", "text") if getattr(held, name)]


def _who(items: list[Letter | Outbox]) -> presenters.Who:
    people = {each.person for each in items if isinstance(each, Letter) and each.person}
    people |= {each.to.rpartition(NAMED)[2] for each in items if isinstance(each, Outbox) and NAMED in each.to}
    return presenters.Who(agencies.names(people), {team.key: team for team in agencies.teams()})

"""The pages of open questions: ask, answer or leave open, name a second reader. One task on each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed
from followthrough.service.curiosity import actions, forms, presenters
from followthrough.service.curiosity.queries import Curious, curious
from followthrough.service.design.forms import Form
from followthrough.service.ledger.actions import CannotRecord


@classed("child")
@require_safe
def overview(request: HttpRequest, child_id: str) -> HttpResponse:
    held = curious(request, child_id)
    return render(request, "curiosity/overview.html", {"child": held.child, "page": presenters.page_of(held)})


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, child_id: str) -> HttpResponse:
    held = curious(request, child_id)
    form = forms.AskForm(_posted(request), teams=held.teams)
    done = "Asked. It stays open here until somebody answers it."
    if _done(request, form, lambda said: actions.ask(child_id=held.child.pk, by=held.viewer, **said), done):
        return redirect("curiosity:overview", held.child.pk)
    return _form(request, held, "ask", form)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    held = curious(request, child_id)
    found = held.question(event_id)
    if found is None:
        raise NotVisible()
    if found.answer is not None:
        messages.info(request, "This question is answered already.")
        return redirect("curiosity:overview", held.child.pk)
    data = found.latest.event.data
    team = f"{data['answers_agency']}/{data.get('answers_team', '')}"

    def write(said: dict[str, Any]) -> object:
        if said["outcome"] == forms.ANSWERED:
            return actions.answer(question=found, words=said["words"], from_whom=said["from_whom"], by=held.viewer)
        more = {"words": said["words"], "what_else": said["what_else"]}
        return actions.leave_open(question=found, team=team, by=held.viewer, **more)

    form = forms.AnswerForm(_posted(request))
    if _done(request, form, write, "Written down. Everybody who works with the child sees it."):
        return redirect("curiosity:overview", held.child.pk)
    rows = presenters.rows_of(held, found)
    return _form(request, held, "answer", form, question=found.asked.event.data["words"], rows=rows)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def reader(request: HttpRequest, child_id: str) -> HttpResponse:
    held = curious(request, child_id)
    case = held.case
    if case is None or not actions.can_name(held.viewer, case):
        raise actions.CannotName("A manager of the agency that has the open case names the second reader.")
    form = forms.ReaderForm(_posted(request))
    done = "Named. The worker stays: a second pair of eyes is added."
    if _done(
        request, form, lambda said: actions.name_reader(child_id=held.child.pk, case=case, by=held.viewer, **said), done
    ):
        return redirect("curiosity:overview", held.child.pk)
    return _form(request, held, "reader", form)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _done(request: HttpRequest, form: Form, write: Callable[[dict[str, Any]], object], words: str) -> bool:
    """Whether it was written; where not, the form says why."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        write(form.cleaned_data)
    except CannotRecord as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, words)
    return True


def _form(request: HttpRequest, held: Curious, name: str, form: Form, **more: Any) -> HttpResponse:
    back = reverse("curiosity:overview", args=[held.child.pk])
    return render(request, f"curiosity/{name}.html", {"child": held.child, "form": form, "back_href": back, **more})

"""The pages of the register: an agency's posts, one post, and a form for each thing that happens to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.core import audit
from followthrough.service.design.forms import Form, posted
from followthrough.service.learning.posts import actions, forms, policies, presenters, queries
from followthrough.service.learning.posts.actions import CannotDo
from followthrough.service.learning.posts.models import Group, Post
from followthrough.service.learning.posts.policies import CannotKeep
from followthrough.service.ledger.actions import CannotRecord

POSTED = ["GET", "HEAD", "POST"]


@classed("signed-in")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Of an agency its register; of the Board, which posts are vacant anywhere."""
    viewer = viewer_of(request)
    keeps, reads = policies.can_keep(viewer), policies.can_read_vacancies(viewer)
    if not keeps and not reads:
        raise CannotKeep("This register is for managers, safeguarding leads and directors, and for the Board.")
    audit.record("posts.read", by=viewer)
    context = {
        "register": presenters.register_table(queries.register(viewer)) if keeps else None,
        "vacancies": presenters.vacancies_table(queries.vacancies(viewer)) if reads else None,
    }
    return render(request, "posts/overview.html", context)


@classed("signed-in")
@require_http_methods(POSTED)
def add(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_can_keep(viewer)
    form = forms.PostForm(posted(request))
    if form.is_bound and form.is_valid():
        made = actions.add(by=viewer, **form.cleaned_data)
        messages.success(request, "Added. Say who fills it next.")
        return redirect("posts:post", made.pk)
    return _form(request, form, "Add a post", reverse("posts:overview"))


@classed("signed-in")
@require_safe
def post(request: HttpRequest, post_id: str) -> HttpResponse:
    held = _held(request, post_id)
    audit.record("post.read", by=viewer_of(request), detail={"post": held.pk})
    entry = queries.entry(held)
    context = {
        "post": held,
        "rows": presenters.post_rows(entry),
        "owed": presenters.owed_table(entry.owed),
        "before": presenters.before_table(queries.before(held)),
        "is_filled": entry.holding is not None,
        "has_updates": held.group == Group.LEAD,
    }
    return render(request, "posts/post.html", context)


@classed("signed-in")
@require_http_methods(POSTED)
def fill(request: HttpRequest, post_id: str) -> HttpResponse:
    done = "Written down. What the rules ask of this post has begun."
    return _write(request, post_id, forms.FillForm, actions.fill, "Who fills the post?", done)


@classed("signed-in")
@require_http_methods(POSTED)
def leave(request: HttpRequest, post_id: str) -> HttpResponse:
    done = "Written down. The post is vacant, and the Board can see that."
    return _write(request, post_id, forms.LeaveForm, actions.leave, "Somebody has left the post", done)


@classed("signed-in")
@require_http_methods(POSTED)
def cover(request: HttpRequest, post_id: str) -> HttpResponse:
    return _write(request, post_id, forms.CoverForm, actions.cover, "Who covers?", "Written down.")


@classed("signed-in")
@require_http_methods(POSTED)
def train(request: HttpRequest, post_id: str) -> HttpResponse:
    done = "Written down. What was owed is done, until it is to be renewed."
    return _write(request, post_id, forms.TrainForm, actions.train, "Training that they had", done)


@classed("signed-in")
@require_http_methods(POSTED)
def update(request: HttpRequest, post_id: str) -> HttpResponse:
    return _write(request, post_id, forms.UpdateForm, actions.update, "A yearly update", "Written down.")


@classed("signed-in")
@require_http_methods(POSTED)
def end(request: HttpRequest, post_id: str) -> HttpResponse:
    held = _held(request, post_id)
    back = reverse("posts:post", args=[held.pk])
    if request.method != "POST":
        context = {"form": Form(), "post": held, "back_href": back, "cancel_href": back, "submit": "End this post"}
        return render(request, "posts/end.html", context)
    try:
        actions.end(post=held, by=viewer_of(request))
    except CannotDo as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    messages.success(request, "This post has ended. What was written down of it stays.")
    return redirect("posts:overview")


def _write(
    request: HttpRequest, post_id: str, kind: type[Form], action: Callable[..., Any], heading: str, done: str
) -> HttpResponse:
    """A form about one post, and what happens when it is sent."""
    held = _held(request, post_id)
    form = kind(posted(request))
    if form.is_bound and form.is_valid():
        try:
            action(post=held, by=viewer_of(request), **form.cleaned_data)
        except (CannotDo, CannotRecord) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("posts:post", held.pk)
    return _form(request, form, heading, reverse("posts:post", args=[held.pk]), held.title)


def _form(request: HttpRequest, form: Form, heading: str, back: str, caption: str = "") -> HttpResponse:
    return render(request, "posts/form.html", {"form": form, "heading": heading, "back_href": back, "caption": caption})


def _held(request: HttpRequest, post_id: str) -> Post:
    return policies.check_can_see(viewer_of(request), post_id)

"""Shows every component in every state, for eyes and for tests. Writes nothing and reads no record."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from followthrough.service.design import gallery as examples
from followthrough.service.design.gallery_form import GalleryForm


def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "design/gallery.html", examples.context())


def gallery_form(request: HttpRequest) -> HttpResponse:
    """Checks what was typed and forgets it."""
    form = GalleryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, "Every answer could be read. Nothing was kept.")
        return redirect("design:gallery-form")
    context = {
        "form": form,
        "heading": "Every kind of question",
        "caption": "Gallery",
        "back_href": "../",
        "intro": "Nothing that you write here is kept.",
        "submit": "Check the answers",
    }
    return render(request, "design/gallery_form.html", context)

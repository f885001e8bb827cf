"""A form whose press is recorded, or which says why it was not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from followthrough.service.design.forms import Form
from followthrough.service.ledger.actions import AlreadyRecorded, CannotRecord
from followthrough.service.sharing.outgoing import CannotSend
from followthrough.service.sharing.policies import CannotDo


def is_done(form: Form, do: Callable[[], object]) -> bool:
    """Whether it is recorded; else the form says why not. A second press of the same form is the first one's."""
    try:
        do()
    except AlreadyRecorded:
        return True
    except (CannotSend, CannotDo, CannotRecord) as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def is_written(
    request: HttpRequest,
    form: Form,
    write: Callable[[dict[str, Any]], object],
    words: str,
    *also: type[Exception],
) -> bool:
    """Whether what was sent is sound and written, which `words` then say; else the form says why not. `also` are
    refusals of the context's own.
    """
    if not form.is_bound or not form.is_valid():
        return False
    refusals: tuple[type[Exception], ...] = (CannotRecord, *also)
    try:
        write(form.cleaned_data)
    except refusals as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, words)
    return True

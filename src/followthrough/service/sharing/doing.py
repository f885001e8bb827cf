"""A form whose press is recorded, or which says why it was not."""

from __future__ import annotations

from collections.abc import Callable

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

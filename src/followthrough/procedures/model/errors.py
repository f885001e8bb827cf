"""What goes wrong when a model is built: one class of error that says what to do."""

from __future__ import annotations


class ModelError(ValueError):
    """A value that cannot be part of the model. The message says what is wrong and the mend."""


def require(condition: bool, message: str) -> None:
    """Raise ModelError with `message` unless `condition` holds."""
    if not condition:
        raise ModelError(message)

"""Which procedures wait for a page or an intake that does not exist yet? The service knows what it can record."""

from __future__ import annotations

import os

from followthrough.procedures.model.rulebook import Rulebook


def kinds_without_a_page(rulebook: Rulebook) -> dict[str, tuple[str, ...]]:
    """For each procedure that waits, the kinds of event that start or end it and that nothing records yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "followthrough.service.config.settings.test")
    import django

    django.setup()
    from followthrough.service.ledger import recording

    found: dict[str, set[str]] = {}
    for procedure in rulebook.procedures:
        if missing := recording.missing(procedure, rulebook.vocabulary):
            found.setdefault(procedure.id, set()).update(missing)
    return {identity: tuple(sorted(kinds)) for identity, kinds in found.items()}

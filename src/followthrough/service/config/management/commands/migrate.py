"""Django's own `migrate`, with migrations that happen wholly or not at all."""

from __future__ import annotations

from typing import Any
from unittest import mock

from django.core.management.commands import migrate

from followthrough.service.config.migrating import WholeExecutor


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> Any:
        # The command makes its executor by this name and takes no other.
        with mock.patch.object(migrate, "MigrationExecutor", WholeExecutor):
            return super().handle(*args, **options)

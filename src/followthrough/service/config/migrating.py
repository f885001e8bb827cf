"""How does a migration happen wholly or not at all?

Django notes that a migration is done in a transaction of its own, where the migration makes foreign keys. A machine
that goes down between the two leaves the new schema with the old note, and the next upgrade fails. Here both are one.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.migrations.executor import MigrationExecutor


class WholeExecutor(MigrationExecutor):
    def apply_migration(self, state: Any, migration: Any, *args: Any, **options: Any) -> Any:
        with transaction.atomic(using=self.connection.alias):
            return super().apply_migration(state, migration, *args, **options)

    def unapply_migration(self, state: Any, migration: Any, *args: Any, **options: Any) -> Any:
        with transaction.atomic(using=self.connection.alias):
            return super().unapply_migration(state, migration, *args, **options)

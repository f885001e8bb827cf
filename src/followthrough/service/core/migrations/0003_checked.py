"""That every change is audited is checked as the assessor: it reads what was done, in which transaction, by no name."""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

ASSESSOR = roles.name("assessor")


class Migration(migrations.Migration):
    dependencies = [("core", "0002_sealed_audit")]
    operations = [
        migrations.RunSQL(
            f"grant select (id, action, detail, xid) on core_auditrow to {ASSESSOR};",
            f"revoke select (id, action, detail, xid) on core_auditrow from {ASSESSOR};",
        )
    ]

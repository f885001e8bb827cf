"""Rows of the audit get a place in a chain; heads of the chain are signed. Both append only."""

from __future__ import annotations

from django.db import migrations, models

from followthrough.service.core.sql import append_only, grants


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        # Which transaction wrote a row, and when in real time. Whoever inserts cannot say: only the columns named below
        # may be given.
        migrations.RunSQL(
            """
            alter table core_auditrow add column xid xid8 not null default pg_current_xact_id();
            alter table core_auditrow alter column real_at set default clock_timestamp();
            create index core_audit_xid on core_auditrow (xid);
            """,
            "alter table core_auditrow alter column real_at drop default, drop column xid",
        ),
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("row_id", models.BigIntegerField(unique=True)),
                ("link", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("link", models.BinaryField()),
                ("sealed_at", models.DateTimeField()),
                ("key", models.CharField(max_length=16)),
                ("signature", models.BinaryField()),
                ("all_below", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="AuditSink",
            fields=[
                ("name", models.CharField(max_length=300, primary_key=True, serialize=False)),
                ("position", models.BigIntegerField(default=0)),
                ("shipped_at", models.DateTimeField(null=True)),
                ("failing_since", models.DateTimeField(null=True)),
                ("alarmed_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=300)),
            ],
        ),
        append_only("core_auditlink"),
        append_only("core_auditseal"),
        grants("core_auditlink", application="select, insert"),
        grants("core_auditseal", application="select, insert"),
        grants("core_auditsink", application="select, insert, update"),
        grants(
            "core_auditrow",
            application="select, insert (at, viewer, agency, action, subject_kind, subject_id, detail, outcome)",
            assessor="insert (at, viewer, agency, action, subject_kind, subject_id, detail, outcome)",
        ),
    ]

"""Who may do what with the ledger? Grants, row-level security, and the triggers of what is append-only.

The application appends events in its own viewer's name, and takes duties. The assessor reads everything and writes
what follows. What a viewer may see of events, duties and signals is said by the access app, which knows who works
with whom; until then the application sees none.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles
from followthrough.service.core.sql import append_only, grants

GUARDED = ("event", "duty", "signal", "rung", "outbox")


def _security() -> str:
    application, assessor = roles.name("application"), roles.name("assessor")
    statements = [
        f"""
        alter table ledger_{table} enable row level security;
        alter table ledger_{table} force row level security;
        create policy ledger_{table}_assessor on ledger_{table} to {assessor} using (true) with check (true);
        """
        for table in GUARDED
    ]
    return (
        "\n".join(statements)
        + f"""
        create policy ledger_event_append on ledger_event for insert to {application}
            with check (author = (select app_viewer()));
        create policy ledger_duty_take on ledger_duty for update to {application}
            using ((select app_viewer()) is not null);
        create policy ledger_outbox_write on ledger_outbox for insert to {application}
            with check ((select app_viewer()) is not null);
        -- Whoever sees a duty sees who was told of it: the inner query is under the duty's own policies.
        create policy ledger_rung_of_duty on ledger_rung for select to {application}
            using (exists (select from ledger_duty where ledger_duty.id = duty_id));
        create policy ledger_outbox_of_duty on ledger_outbox for select to {application}
            using (exists (select from ledger_duty where ledger_duty.id = duty_id));
    """
    )


def _no_security() -> str:
    policies = ["event_append", "duty_take", "outbox_write", "rung_of_duty", "outbox_of_duty"]
    policies += [f"{table}_assessor" for table in GUARDED]
    dropped = [f"drop policy ledger_{name} on ledger_{name.split('_')[0]};" for name in policies]
    opened = [
        f"alter table ledger_{table} no force row level security, disable row level security;" for table in GUARDED
    ]
    return "\n".join(dropped + opened)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("core", "0001_initial")]
    operations = [
        append_only("ledger_event"),
        append_only("ledger_rung"),
        grants("ledger_event", application="select, insert", assessor="select"),
        grants(
            "ledger_duty",
            application="select, update (taken_by, taken_at)",
            assessor="select, insert, update",
        ),
        grants("ledger_signal", application="select", assessor="select, insert, update"),
        grants("ledger_rung", application="select", assessor="select, insert"),
        grants("ledger_outbox", application="select, insert", assessor="select, insert, update"),
        grants("ledger_subjectstate", assessor="select, insert, update"),
        migrations.RunSQL(_security(), _no_security()),
    ]

"""From how many cases of which agency an audit was drawn is read by whoever draws, and by no agency that was asked."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from followthrough.service.core import roles

APPLICATION, ASSESSOR = roles.name("application"), roles.name("assessor")
KEEPS = """(select app_agency()) = 'board' and exists (select from unnest((select app_roles())::text[]) held
    where split_part(held, '/', 2) in ('business-manager', 'chair'))"""
_MOVED = """
alter table audits_caseaudit no force row level security;
insert into audits_frame (audit_id, cases) select key, frame from audits_caseaudit;
set constraints all immediate;
set constraints all deferred;
alter table audits_caseaudit force row level security;
"""
_MOVED_BACK = """
alter table audits_caseaudit no force row level security;
alter table audits_frame no force row level security;
update audits_caseaudit set frame = held.cases from audits_frame held where held.audit_id = audits_caseaudit.key;
set constraints all immediate;
set constraints all deferred;
alter table audits_caseaudit force row level security;
"""
_SECURED = f"""
alter table audits_frame enable row level security, force row level security;
create policy selects on audits_frame for select to {APPLICATION} using ((select app_is_system()) or {KEEPS});
create policy inserts on audits_frame for insert to {APPLICATION} with check ({KEEPS});
revoke all on audits_frame from {APPLICATION}, {ASSESSOR};
grant select, insert on audits_frame to {APPLICATION};
"""
_OPEN = """
drop policy inserts on audits_frame;
drop policy selects on audits_frame;
alter table audits_frame no force row level security, disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("audits", "0003_written_as_policies_say")]
    operations = [
        migrations.AlterField(model_name="caseaudit", name="frame", field=models.JSONField(null=True)),
        migrations.CreateModel(
            name="Frame",
            fields=[
                (
                    "audit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="audits.caseaudit",
                    ),
                ),
                ("cases", models.JSONField()),
            ],
        ),
        migrations.RunSQL(_MOVED, _MOVED_BACK),
        migrations.RemoveField(model_name="caseaudit", name="frame"),
        migrations.AlterField(
            model_name="frame",
            name="audit",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                primary_key=True,
                related_name="frame",
                serialize=False,
                to="audits.caseaudit",
            ),
        ),
        migrations.RunSQL(_SECURED, _OPEN),
    ]

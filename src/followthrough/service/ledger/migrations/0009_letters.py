"""What has to be told is kept apart from the letters that told it: one to each person and channel, each with its fate.

A letter is seen by whom it went to, and by whoever may see one of the notices in it. A notice about no record is seen by
the agency it went to, or that mends it.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import followthrough.service.core.ids
import followthrough.service.ledger.models.outbox
from followthrough.service.core import roles
from followthrough.service.core.encryption import MARK
from followthrough.service.core.sql import grants, rotated

APPLICATION, ASSESSOR = roles.name("application"), roles.name("assessor")
OURS = "split_part(case when owner <> '' then owner else \"to\" end, '/', 1) = (select app_agency())"
ABOUT_NOBODY = f"duty_id is null and subject_id = '' and {OURS}"

# Rows of before say what they said; the letters that went are there with the address they went to.
CARRY_OVER = """
alter table ledger_outbox no force row level security;
update ledger_outbox set
    sentence = left(split_part(body, E'\\n', 1), 300),
    reference = left(regexp_replace(subject, '^Followthrough: ', ''), 40),
    link = case when duty_id is null then '' else '/duties/' || duty_id || '/' end,
    owner = case when "to" like '%@%' then 'board/' else '' end,
    matter = left(coalesce(duty_id, key), 100);
insert into ledger_letter (id, channel, address, agency, team, person, is_urgent, state, attempts, last_error,
        due_at, written_at, sent_at, settled_at)
    select id, channel, "to", case when "to" like '%@%' then 'board' else split_part("to", '/', 1) end,
        split_part("to", '/', 2), '', true, state, attempts, last_error, due_at, written_at,
        case state when 'sent' then settled_at end, case state when 'failed' then settled_at end
    from ledger_outbox where state in ('sent', 'failed');
insert into ledger_carried (letter_id, notice_id) select id, id from ledger_outbox where state in ('sent', 'failed');
update ledger_outbox set state = 'addressed' where state in ('sent', 'failed');
set constraints all immediate;
alter table ledger_outbox force row level security;
"""
# Going back, a row says in its letter what it says of itself; what became of each letter is lost.
CARRY_BACK = """
alter table ledger_outbox no force row level security;
update ledger_outbox set
    subject = 'Followthrough: ' || reference,
    body = sentence,
    state = case state when 'addressed' then 'sent' else state end;
set constraints all immediate;
alter table ledger_outbox force row level security;
"""
SECURITY = f"""
alter table ledger_letter enable row level security, force row level security;
alter table ledger_carried enable row level security, force row level security;
create policy ledger_letter_assessor on ledger_letter to {ASSESSOR} using (true) with check (true);
create policy ledger_carried_assessor on ledger_carried to {ASSESSOR} using (true) with check (true);
create policy ledger_outbox_about_nobody on ledger_outbox for select to {APPLICATION} using ({ABOUT_NOBODY});
create policy ledger_carried_seen on ledger_carried for select to {APPLICATION}
    using (exists (select from ledger_outbox notice where notice.id = notice_id));
create policy ledger_letter_seen on ledger_letter for select to {APPLICATION} using (
    person = (select app_viewer())
    or agency = (select app_agency()) and exists (select from ledger_carried held where held.letter_id = ledger_letter.id)
);
"""
NO_SECURITY = """
drop policy ledger_letter_seen on ledger_letter;
drop policy ledger_carried_seen on ledger_carried;
drop policy ledger_outbox_about_nobody on ledger_outbox;
drop policy ledger_carried_assessor on ledger_carried;
drop policy ledger_letter_assessor on ledger_letter;
alter table ledger_letter no force row level security, disable row level security;
alter table ledger_carried no force row level security, disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0008_same_child"), ("core", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=followthrough.service.core.ids.new_id, max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("channel", models.CharField(choices=[("email", "E-mail"), ("text", "Text")], max_length=20)),
                ("address", models.CharField(max_length=254)),
                ("agency", models.CharField(max_length=60)),
                ("team", models.CharField(blank=True, default="", max_length=80)),
                ("person", models.CharField(blank=True, default="", max_length=32)),
                ("is_urgent", models.BooleanField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sent", "Sent"),
                            ("delivered", "Delivered"),
                            ("bounced", "Came back"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, default="", max_length=200)),
                ("due_at", models.DateTimeField()),
                ("written_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "settled_at",
                    models.DateTimeField(help_text="When it was known to be delivered, or not to be.", null=True),
                ),
                (
                    "mended_at",
                    models.DateTimeField(help_text="When a person said that they passed it on.", null=True),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["due_at"], name="ledger_letter_waiting"
                    ),
                    models.Index(fields=["agency", "team", "-written_at"], name="ledger_letter_of_team"),
                    models.Index(fields=["person", "-written_at"], name="ledger_letter_of_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Carried",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="carried", to="ledger.letter"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="carried", to="ledger.outbox"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("notice", "letter"), name="ledger_carried_once")],
            },
        ),
        migrations.AddField("outbox", "owner", models.CharField(blank=True, default="", max_length=150)),
        migrations.AddField(
            "outbox",
            "mended_at",
            models.DateTimeField(help_text="When a person said that they passed it on.", null=True),
        ),
        migrations.AddField("outbox", "sentence", models.CharField(default="", max_length=300)),
        migrations.AddField("outbox", "reference", models.CharField(default="", max_length=40)),
        migrations.AddField("outbox", "link", models.CharField(blank=True, default="", max_length=120)),
        migrations.AddField(
            "outbox", "secret", followthrough.service.ledger.models.outbox.SecretField(blank=True, default="")
        ),
        migrations.AddField("outbox", "matter", models.CharField(blank=True, default="", max_length=100)),
        migrations.AddField("outbox", "is_urgent", models.BooleanField(default=True)),
        migrations.RunSQL(CARRY_OVER, CARRY_BACK),
        # With a default each, so that going back finds rows something to hold.
        migrations.AlterField("outbox", "subject", models.CharField(max_length=200, default="")),
        migrations.AlterField("outbox", "body", models.TextField(default="")),
        migrations.RemoveField("outbox", "channel"),
        migrations.RemoveField("outbox", "subject"),
        migrations.RemoveField("outbox", "body"),
        migrations.RemoveField("outbox", "attempts"),
        migrations.RemoveField("outbox", "last_error"),
        migrations.AlterField(
            "outbox",
            "state",
            models.CharField(
                choices=[("waiting", "Waiting"), ("addressed", "Addressed"), ("failed", "Failed")],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AlterField("outbox", "sentence", models.CharField(max_length=300)),
        migrations.AlterField("outbox", "reference", models.CharField(max_length=40)),
        grants("ledger_letter", application="select", assessor="select, insert, update"),
        grants("ledger_carried", application="select", assessor="select, insert"),
        migrations.RunSQL(SECURITY, NO_SECURITY),
        rotated("ledger_outbox", f"secret like '{MARK}%'"),
    ]

"""Why a mailbox cannot be read. All in the agency may know: whichever team is there has what comes in, or should."""

from __future__ import annotations

from django.db import migrations, models

from followthrough.service.core import roles

APPLICATION = roles.name("application")
SECURED = f"""
create policy of_the_agency on intake_mailbox for select to {APPLICATION} using (exists (
    select from agencies_team team where team.id = intake_mailbox.team_id and team.agency_id = (select app_agency())
));
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_systems_secured")]
    operations = [
        migrations.AddField(
            model_name="mailbox",
            name="trouble",
            field=models.CharField(
                blank=True,
                choices=[
                    ("unreachable", "The mail server cannot be reached."),
                    ("certificate", "The mail server’s certificate does not fit, so no password was sent."),
                    ("password", "The mail server does not take the name or the password."),
                    ("no mailbox", "There is no such mailbox."),
                    ("broken off", "Reading broke off in the middle."),
                ],
                max_length=20,
            ),
        ),
        migrations.RunSQL(SECURED, "drop policy of_the_agency on intake_mailbox"),
    ]

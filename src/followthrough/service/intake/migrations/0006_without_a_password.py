from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_why_a_mailbox_fails")]
    operations = [
        migrations.AlterField(
            model_name="mailbox",
            name="trouble",
            field=models.CharField(
                blank=True,
                choices=[
                    ("unreachable", "The mail server cannot be reached."),
                    ("certificate", "The mail server’s certificate does not fit, so no password was sent."),
                    ("no token", "The service that should give a token for the mailbox gave none."),
                    ("password", "The mail server does not take the name, or its password or token."),
                    ("no mailbox", "There is no such mailbox."),
                    ("broken off", "Reading broke off in the middle."),
                ],
                max_length=20,
            ),
        ),
    ]

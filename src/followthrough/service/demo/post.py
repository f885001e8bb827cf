"""Which mail has come in that nobody has matched yet? The school's office writes of Rosie Dunn, who may be one of two.

Every name is invented. The demo's own mailbox is a folder: a mail that a visitor puts there comes in too.
"""

from __future__ import annotations

import mailbox
from email.message import EmailMessage

from django.conf import settings

from followthrough.service.agencies.models import Team
from followthrough.service.intake.actions import take_in
from followthrough.service.intake.arrivals import from_mail

WORDS = """Hello,

our caretaker saw Rosie Dunn at the bus stop after school, without a coat. She said that nobody is at home until Sunday.
She was born on 14 September 2004.

I could not reach the front door by telephone, so I send it to this address.

Carol Penn
School office, Hillside Primary School
"""


def arrive() -> None:
    for each in settings.FOLLOWTHROUGH_MAILBOXES:
        address = each.partition("=")[2]
        if address.startswith("maildir:"):
            mailbox.Maildir(address.removeprefix("maildir:"))
    team = Team.objects.select_related("agency").get(agency="social-care", slug="front-door")
    take_in(arrival=from_mail(_mail().as_bytes()), team=team)


def _mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Carol Penn <office@school-hillside.wealdshire.example>"
    mail["To"] = "front-door@social-care.wealdshire.example"
    mail["Subject"] = "Fwd: a pupil without a coat, alone until Sunday"
    mail["Message-ID"] = "<penn-1@school-hillside.wealdshire.example>"
    mail["Date"] = "Thu, 28 Mar 2013 15:52:00 +0000"
    mail.set_content(WORDS)
    return mail

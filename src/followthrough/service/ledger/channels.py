"""How does an e-mail leave? By the mail server that Django knows. One that refuses an address for good says so now."""

from __future__ import annotations

from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage

from followthrough.service.ledger.delivery import Refused
from followthrough.service.ledger.models import Letter
from followthrough.service.ledger.wording import Words

PERMANENT = 500  # an answer of 5xx; 4xx is "not now"


def email(letter: Letter, words: Words) -> None:
    """Raises Refused. The letter's own name goes with it, so that one that comes back can be told apart."""
    headers = {"Message-ID": message_id(letter.pk), "Auto-Submitted": "auto-generated"}
    try:
        EmailMessage(words.subject, words.body, to=[letter.address], headers=headers).send()
    except SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        if codes and min(codes) >= PERMANENT:
            raise Refused(f"the mail server refused the address ({min(codes)})") from None
        raise


def message_id(letter_id: str) -> str:
    return f"<{letter_id}@{_host()}>"


def _host() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def kept_text(letter: Letter, words: Words) -> None:
    """Where nothing sends texts, as in the demo: a text is kept with the e-mails, for a visitor to read."""
    EmailMessage(f"Text to {letter.address}", words.body, to=[f"{letter.address}@text.invalid"]).send()

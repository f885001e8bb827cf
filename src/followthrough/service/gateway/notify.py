"""How do e-mails and texts leave through GOV.UK Notify? By its documented REST interface, of which nothing goes on.

Two templates of one's own carry the words: an e-mail of ((subject)) and ((body)), and a text of ((body)). What is sent
bears the letter's id as its reference, by which the fate of it comes back (`views.status`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import jwt
import requests
from django.conf import settings

from followthrough.service.core import clock
from followthrough.service.ledger.delivery import Refused
from followthrough.service.ledger.models import Letter
from followthrough.service.ledger.wording import Words

_UUID: Final = 36
TIMEOUT: Final = 10.0  # seconds; without it a service that never answers would hold the sweep for ever
FATES: Final = {
    "delivered": "",
    "permanent-failure": "the address or number does not exist",
    "temporary-failure": "the phone was off or the mailbox was full for too long",
    "technical-failure": "GOV.UK Notify could not pass it on",
}
CAME_BACK: Final = "permanent-failure"


class NotNow(Exception):
    """It may be tried again: Notify is busy, does not answer, or does not take our key."""


@dataclass(frozen=True, slots=True)
class Key:
    """An API key is NAME-SERVICE-SECRET, the last two being UUIDs."""

    service: str
    secret: str

    @classmethod
    def read(cls, key: str) -> Key:
        return cls(key[-2 * _UUID - 1 : -_UUID - 1], key[-_UUID:])

    def bearer(self) -> str:
        """Signed for this moment: Notify takes it for half a minute."""
        claims = {"iss": self.service, "iat": int(clock.real_now().timestamp())}
        return jwt.encode(claims, self.secret, algorithm="HS256")


def email(letter: Letter, words: Words) -> None:
    """Raises Refused or NotNow."""
    said = {"subject": words.subject, "body": words.body}
    _post("email", letter, settings.FOLLOWTHROUGH_NOTIFY["email_template"], {"email_address": letter.address}, said)


def text(letter: Letter, words: Words) -> None:
    """Raises Refused or NotNow."""
    said = {"body": words.body}
    _post("sms", letter, settings.FOLLOWTHROUGH_NOTIFY["text_template"], {"phone_number": letter.address}, said)


def _post(kind: str, letter: Letter, template: str, to: dict[str, str], said: dict[str, str]) -> None:
    held = settings.FOLLOWTHROUGH_NOTIFY
    body: dict[str, Any] = {"template_id": template, "personalisation": said, "reference": letter.pk, **to}
    try:
        answer = requests.post(
            f"{held['address'].rstrip('/')}/v2/notifications/{kind}",
            json=body,
            headers={"Authorization": f"Bearer {Key.read(held['key']).bearer()}"},
            timeout=TIMEOUT,
            allow_redirects=False,
        )
    except requests.RequestException as error:
        raise NotNow(type(error).__name__) from None  # its words may hold the address
    if answer.status_code == requests.codes.created:
        return
    if answer.status_code == requests.codes.bad_request and _is_about_the_address(answer):
        raise Refused("GOV.UK Notify refused the address")
    raise NotNow(f"status {answer.status_code}")


def _is_about_the_address(answer: requests.Response) -> bool:
    """A request that is bad for any other reason is our fault, and may be right when our settings are mended."""
    try:
        errors = answer.json().get("errors", [])
    except (ValueError, AttributeError):
        return False
    says = " ".join(str(each.get("message", "")) for each in errors if isinstance(each, dict)).lower()
    return "phone_number" in says or "email_address" in says

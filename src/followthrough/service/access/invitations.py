"""How does somebody whom an administrator entered come in? By a link in a letter, which works once and for three days.

The link goes to the person's own address and to nobody else: who entered somebody must not be able to become them.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.http import HttpRequest
from django.urls import reverse

from followthrough.service.agencies.models import Practitioner

_INVITED = "invited"
_LETTER = """Hello {name},

You can now sign in to Followthrough for {agency}. Your username is {username}.

Open this page and choose how you sign in. It works once, until three days from now:

{link}

If you do not expect this letter, tell your agency’s help desk. Do not pass it on.
"""


class _Links(PasswordResetTokenGenerator):
    key_salt = "followthrough.service.access.invitations"


_links = _Links()


def send(practitioner: Practitioner) -> None:
    link = settings.FOLLOWTHROUGH_ADDRESS + link_for(practitioner)
    said = {"name": practitioner.name, "agency": practitioner.agency.title, "username": practitioner.username}
    send_mail("Sign in to Followthrough", _LETTER.format(**said, link=link), None, [practitioner.email])


def link_for(practitioner: Practitioner) -> str:
    return reverse("access:join", args=[practitioner.pk, _links.make_token(practitioner)])


def invited(practitioner_id: str, token: str) -> Practitioner | None:
    """Whom a link invites; None for one that was used, is too old, or never was."""
    person = Practitioner.objects.select_related("agency").filter(pk=practitioner_id, is_active=True).first()
    return person if person and _links.check_token(person, token) else None


def remember(request: HttpRequest, practitioner_id: str, token: str) -> None:
    """While the person is at their agency's provider."""
    request.session[_INVITED] = [practitioner_id, token]


def remembered(request: HttpRequest) -> Practitioner | None:
    practitioner_id, token = request.session.get(_INVITED, ["", ""])
    return invited(practitioner_id, token)


def forget(request: HttpRequest) -> None:
    request.session.pop(_INVITED, None)

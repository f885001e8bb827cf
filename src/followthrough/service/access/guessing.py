"""Has somebody been guessing passwords? Failures of the last five minutes, counted in real time.

Ten for a username, whether or not anybody has it, and thirty for an address, since a ward or a station often shares
one. What was typed is kept as a digest only: people type passwords into the wrong box.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from followthrough.service.access.models import SignInFailure
from followthrough.service.core import clock

WINDOW = timedelta(minutes=5)
FOR_USERNAME, FOR_ADDRESS = 10, 30
MOST_ROWS = 10_000
TOO_MANY = "There were too many wrong tries. Wait five minutes, then try again. If a child is in danger, ring 999"
SWITCHED_OFF = (
    "Your account is switched off, because nobody has used it for a long time or because you have left. "
    "Ring a duty manager of your agency: they can switch it on in a minute"
)


def address_of(request: HttpRequest) -> str:
    """Whose guess it is. Behind a proxy all would share its address, and thirty strangers' guesses lock out everybody;
    the last address of the header is the one that the proxy itself has seen.
    """
    if settings.FOLLOWTHROUGH_IS_BEHIND_PROXY:
        seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip().partition("%")[0]
        try:
            return str(ip_address(seen))
        except ValueError:
            pass  # The header names no address: the connection's own counts.
    return str(request.META["REMOTE_ADDR"])


def is_blocked(username: str, address: str) -> bool:
    recent = SignInFailure.objects.filter(at__gt=clock.real_now() - WINDOW)
    by_username = recent.filter(username=_digest(username)).count()
    return by_username >= FOR_USERNAME or recent.filter(address=address).count() >= FOR_ADDRESS


def remember_failure(username: str, address: str) -> None:
    """Bounded: the old go with every failure, and a flood from everywhere stops being counted one by one."""
    now = clock.real_now()
    SignInFailure.objects.filter(at__lte=now - WINDOW).delete()
    if SignInFailure.objects.count() < MOST_ROWS:
        SignInFailure.objects.create(username=_digest(username), address=address, at=now)


def forget_failures(username: str) -> None:
    """After a right password."""
    SignInFailure.objects.filter(username=_digest(username)).delete()


def _digest(username: str) -> str:
    return hashlib.sha256(username.strip().casefold().encode()).hexdigest()

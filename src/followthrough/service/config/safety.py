"""What would be unsafe with real children's records, and can be seen before anything is opened?"""

from __future__ import annotations

from dataclasses import asdict
from urllib.parse import parse_qs, unquote, urlsplit

from followthrough.service.config.addresses import Addresses

_CHECKED = ("verify-ca", "verify-full")  # “require” takes any certificate, so anybody in between
_HERE = ("", "localhost", "127.0.0.1", "::1")
_PRINTED = ("django-insecure", "changeme", "change-me", "change_me", "your-secret", "placeholder", "example")
_USUAL_PASSWORDS = ("postgres", "password", "followthrough", "changeme", "secret", "admin", "wealdshire-demo")


def is_printed_somewhere(*keys: str) -> bool:
    return any(word in key.casefold() for key in keys for word in _PRINTED)


def unsafe_hooks(places: list[str]) -> str:
    """Heads of the audit that would go plainly over a network; empty when none would."""
    for place in places:
        parts = urlsplit(place)
        if parts.scheme == "http" and parts.hostname not in _HERE:
            return f"FOLLOWTHROUGH_AUDIT_HEADS: {place} must begin with https://."
    return ""


def unsafe_scanner(place: str) -> str:
    """Files that would go plainly to another machine, or nowhere; empty when neither."""
    parts = urlsplit(place)
    is_here = (parts.scheme == "tcp" and parts.hostname in _HERE) or (parts.scheme == "unix" and len(parts.path) > 1)
    if not place or (is_here and _has_port(place)):
        return ""
    return (
        "FOLLOWTHROUGH_SCANNER must be unix:///the/socket or tcp://127.0.0.1:3310. Files go to it as they are, so it "
        "runs on this machine."
    )


def _has_port(address: str) -> bool:
    """One that is a number, or none."""
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False


def unsafe_mail(host: str, port: int) -> str:
    """Letters that would go plainly to another machine; empty when none would."""
    if host in _HERE or port in (465, 587):
        return ""
    return "FOLLOWTHROUGH_EMAIL_PORT: letters to another machine go by 587 or 465, which are encrypted."


def unsafe_addresses(found: Addresses) -> str:
    """What is wrong with the database's addresses, in a sentence; empty when nothing is. Never names a password."""
    roles = {role: urlsplit(address) for role, address in asdict(found).items()}
    if len({parts.username for parts in roles.values()}) < len(roles) and all(p.username for p in roles.values()):
        return "The three database addresses must name three roles: who serves pages must not own the tables."
    for role, parts in roles.items():
        name = f"FOLLOWTHROUGH_DATABASE_{role.upper()}"
        password = unquote(parts.password or "").casefold()
        if password and (password in _USUAL_PASSWORDS or password == (parts.username or "").casefold()):
            return (
                f"The password in {name} is one that everybody tries. Run followthrough setup-database --new-passwords."
            )
        said = parse_qs(parts.query)
        host = said.get("host", [parts.hostname or ""])[0]
        if host not in _HERE and not host.startswith("/") and said.get("sslmode", [""])[0] not in _CHECKED:
            return (
                f"{name} leads to another machine without encryption that is checked. Add ?sslmode=verify-full to it."
            )
    return ""

"""Which agencies let their people sign in at a provider of their own, by OpenID Connect? A file of JSON says it.

    [{"key": "police", "agency": "police", "title": "Wealdshire Police", "issuer": "https://login.police.example",
      "client_id": "…", "secret": "…", "second_factor": ["mfa"]}]

`second_factor` lists the words by which the provider says that it asked for one (`amr` or `acr`). Without them ours
is asked for.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from followthrough.service.config.embedded import CannotRun

NEEDED = ("key", "agency", "title", "issuer", "client_id", "secret")
_LOCAL = ("127.0.0.1", "localhost", "::1")


def read(path: str) -> list[dict[str, Any]]:
    """None without a file."""
    if not path:
        return []
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotRun(f"FOLLOWTHROUGH_PROVIDERS: {path} cannot be read: {error}.") from error
    if not isinstance(found, list):
        raise CannotRun(f"FOLLOWTHROUGH_PROVIDERS: {path} must hold a list of providers.")
    for number, each in enumerate(found, start=1):
        _check(each, f"FOLLOWTHROUGH_PROVIDERS: provider {number} of {path}")
    keys = [each["key"] for each in found]
    if len(set(keys)) < len(keys):
        raise CannotRun(f"FOLLOWTHROUGH_PROVIDERS: {path} names a key twice.")
    return found


def for_allauth(providers: list[dict[str, Any]]) -> dict[str, Any]:
    """As django-allauth takes them: each with a code challenge (PKCE), and with the signed token as the only source."""
    return {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": each["key"],
                    "name": each["title"],
                    "client_id": each["client_id"],
                    "secret": each["secret"],
                    "settings": {
                        "server_url": each["issuer"].rstrip("/"),
                        "scope": ["openid"],  # who it is, and nothing else about them
                        "oauth_pkce_enabled": True,
                        "fetch_userinfo": False,
                    },
                }
                for each in providers
            ]
        }
    }


def origins(providers: list[dict[str, Any]]) -> list[str]:
    """Where a form of the sign-in page may lead to, for the content policy."""
    places = [place for each in providers for place in (each["issuer"], *each.get("also_at", []))]
    return sorted({f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, places)})


def _check(provider: Any, where: str) -> None:
    missing = [name for name in NEEDED if not isinstance(provider, dict) or not provider.get(name)]
    if missing:
        raise CannotRun(f"{where} does not say {', '.join(missing)}.")
    place = urlsplit(provider["issuer"])
    if place.scheme != "https" and place.hostname not in _LOCAL:
        raise CannotRun(f"{where}: its issuer must begin with https://.")

"""Coming in through an agency's provider: what the provider says counts only when it has signed it.

The package takes a token unsigned where it was fetched over TLS. Here its signature is always checked, by a key that
the provider publishes and with a known algorithm, and the provider must call itself what the settings call it. The
word answers one asking of this session: it repeats the random word (nonce) that went with the asking, and once.
"""

from __future__ import annotations

import secrets
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

import jwt
from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException

from followthrough.service.access import identities

# With a key for signing and another for checking: nobody who can check can sign.
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_ASKED, _MOST_ASKED = "openid_nonces", 10  # as many as there are tabs in which somebody may be signing in


class Signed(OpenIDConnectOAuth2Adapter):
    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("The provider gave no word about who this is.")
        return super().complete_login(request, app, token, **kwargs)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        config = self.openid_config
        if config["issuer"].rstrip("/") != app.settings["server_url"].rstrip("/"):
            raise OAuth2Error("The provider calls itself something else than it is called here.")
        try:
            header = jwt.get_unverified_header(id_token)
        except jwt.PyJWTError as error:
            raise OAuth2Error("The provider's word is no token.") from error
        if header.get("alg") not in ALGORITHMS:
            raise OAuth2Error("The provider's word is not signed as it has to be.")
        try:
            key = jwt.PyJWK(_key(config["jwks_uri"], header.get("kid")), algorithm=header["alg"]).key
            found: dict[str, Any] = jwt.decode(
                id_token,
                key=key,
                algorithms=[header["alg"]],
                issuer=config["issuer"],
                audience=app.client_id,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error("The provider's word is not signed by the provider.") from error
        _check_was_asked(self.request, str(found.get("nonce", "")))
        jwtkit.verify_jti(found)
        return found


def _check_was_asked(request: HttpRequest, nonce: str) -> None:
    """Once for each asking."""
    asked: list[str] = request.session.get(_ASKED, [])
    if nonce not in asked:
        raise OAuth2Error("The provider's word answers nothing that was asked here.")
    request.session[_ASKED] = [each for each in asked if each != nonce]


def _ask(request: HttpRequest) -> None:
    """What goes with the asking, beside what the page says of it."""
    nonce = new_nonce()
    request.session[_ASKED] = [*request.session.get(_ASKED, []), nonce][-_MOST_ASKED:]
    said = dict(parse_qsl(request.GET.get("auth_params", ""))) | {"nonce": nonce}
    query = request.GET.copy()
    query["auth_params"] = urlencode(said)
    request.GET = query  # type: ignore[assignment]


def new_nonce() -> str:
    return secrets.token_urlsafe(32)


def _key(address: str, kid: str | None) -> dict[str, Any]:
    """The published key of that name. Without a name there must be one key alone (OpenID Connect Core 1.0, 10.1)."""
    with get_adapter().get_requests_session() as session:
        answer = session.get(address)
        answer.raise_for_status()
        keys = answer.json()["keys"]
    named = keys if kid is None else [each for each in keys if each.get("kid") == kid]
    if len(named) != 1:
        raise OAuth2Error("The provider does not say by which key it signed.")
    found: dict[str, Any] = named[0]
    return found


@login_not_required  # type: ignore[untyped-decorator]
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    if request.method == "POST":
        _ask(request)
    return _run(OAuth2LoginView, request, provider_id)


@login_not_required  # type: ignore[untyped-decorator]
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _run(OAuth2CallbackView, request, provider_id)


def _run(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        answer: HttpResponse = view.adapter_view(Signed(request, provider_id))(request)
        return answer
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except RequestException:  # it cannot be reached, answers with a fault, or leads elsewhere
        return identities.refuse(request, provider_id, identities.FAILED)

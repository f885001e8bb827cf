"""Where does our way of signing in differ from django-allauth's own? Nobody signs up, and one page proves identity."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from followthrough.service.access import factors, guessing, identities, keeping, stepup
from followthrough.service.access.ciphers import open_factor, seal_factor
from followthrough.service.agencies.models import Practitioner


class Accounts(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """An administrator of the agency enters people."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return guessing.address_of(request)

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        return not stepup.is_fresh(self.request)

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, str]]:
        """Our page first, which knows the password and leads to the others."""
        ours = {"id": "again", "description": "Show again that it is you", "url": reverse("access:again")}
        return [ours, *super().get_reauthentication_methods(user)]

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Only whoever has shown a passkey or a provider's word comes as far as this."""
        return render(request, "access/refused.html", {"words": guessing.SWITCHED_OFF}, status=403)

    def post_login(self, request: HttpRequest, user: Practitioner, **more: Any) -> HttpResponse:
        """To what was typed and not sent, if there is any."""
        response: HttpResponse = super().post_login(request, user, **more)
        return redirect("access:kept") if keeping.has_unsent(user.pk) else response


class Factors(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is not right. Wait for the next one and try that",
        "cannot_delete_authenticator": "This is your only second factor. Add another one first",
    }

    def get_totp_label(self, user: Practitioner) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return "Followthrough"

    def build_totp_svg(self, url: str) -> str:
        """To stand in the page itself: the content policy allows no picture from an address of data."""
        svg: str = super().build_totp_svg(url)
        return svg[svg.index("<svg") :]

    def encrypt(self, text: str) -> str:
        return seal_factor(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_factor(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return factors.can_remove(authenticator)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return f"Passkey {number}"


class Providers(DefaultSocialAccountAdapter):
    """Whatever a provider says goes to `identities`: django-allauth links and enters nobody by itself."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        account = sociallogin.account
        claims = account.extra_data.get("id_token") or {}
        back_to = sociallogin.get_redirect_url(request)
        raise ImmediateHttpResponse(identities.come_in(request, account.provider, claims, back_to))

    def get_requests_session(self) -> Any:
        """Asks a provider where the settings say, and never where an answer leads."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def on_authentication_error(self, request: HttpRequest, provider: Any, **more: Any) -> None:
        key = getattr(getattr(provider, "app", None), "provider_id", "")
        raise ImmediateHttpResponse(identities.refuse(request, key, identities.FAILED))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

"""The forms of signing in, and of showing again who one is."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from followthrough.service.access import guessing
from followthrough.service.agencies.models import Practitioner
from followthrough.service.design.forms import Form, TextField


class SignInForm(Form):
    heading = "Sign in"
    username = TextField(
        label="Username",
        max_length=60,
        width=20,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = TextField(
        label="Password",
        max_length=200,
        strip=False,
        width=20,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class AgainForm(Form):
    password = TextField(
        label="Your password",
        max_length=200,
        strip=False,
        width=20,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class PasswordForm(Form):
    """A new password, typed twice."""

    password = TextField(
        label="New password",
        help_text="At least 12 letters. Three words that do not belong together are good.",
        max_length=200,
        strip=False,
        width=20,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = TextField(
        label="The same password again",
        max_length=200,
        strip=False,
        width=20,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Practitioner, **more: Any) -> None:
        super().__init__(*args, **more)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("password") and said["password"] != said.get("repeated"):
            self.add_error("repeated", "The two passwords are not the same")
        return said


class NewPasswordForm(PasswordForm):
    """By somebody who has one: a screen that was left alone must not be enough."""

    current_password = TextField(
        label="Your password now",
        max_length=200,
        strip=False,
        width=20,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["current_password"]


class CodeForm(AuthenticateForm):
    """A code at signing in, counted with wrong passwords."""

    def clean_code(self) -> str:
        if guessing.is_blocked(self.user.username, guessing.address_of(context.request)):
            raise ValidationError(guessing.TOO_MANY)
        return str(super().clean_code())

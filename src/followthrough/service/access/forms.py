"""The forms of signing in, and of showing again who one is."""

from __future__ import annotations

from django import forms

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

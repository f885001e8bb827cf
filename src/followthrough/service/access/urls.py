"""Addresses of signing in and out. Views of django-allauth go by the names that it looks for, and by our words."""

from __future__ import annotations

from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path

from followthrough.service.access import closed_views, openid, reports, views
from followthrough.service.access.routes import classed

for view in (mfa.authenticate, passkeys.login_webauthn, openid.login, openid.callback):
    classed("public")(view)
for view in (
    mfa.index,
    mfa.reauthenticate,
    totp.activate_totp,
    totp.deactivate_totp,
    codes.view_recovery_codes,
    codes.generate_recovery_codes,
    passkeys.list_webauthn,
    passkeys.add_webauthn,
    passkeys.edit_webauthn,
    passkeys.remove_webauthn,
    passkeys.reauthenticate_webauthn,
):
    classed("signed-in")(view)

own = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/again/", views.again, name="again"),
    path("sign-in/kept/", views.kept, name="kept"),
    path("typed/", views.typed, name="typed"),
    path("sign-in/sessions/", views.sessions_open, name="sessions"),
    path("sign-in/password/", views.new_password, name="new-password"),
    path("danger/<str:child_id>/", closed_views.open_in_danger, name="danger"),
    path("openings/<str:opening_id>/", closed_views.review_opening, name="opening"),
    path("children/<str:child_id>/close/", closed_views.close, name="close"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("policy-reports/", reports.policy_report, name="policy-report"),
    path("join/<str:practitioner_id>/<str:token>/", views.join, name="join"),
]
urlpatterns = [
    path("", include((own, "access"))),
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("sign-in/again/", views.again, name="account_reauthenticate"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("sign-in/with/<str:provider_id>/", openid.login, name="openid_connect_login"),
    path("sign-in/with/<str:provider_id>/back/", openid.callback, name="openid_connect_callback"),
    path("second-factor/", mfa.index, name="mfa_index"),
    path("second-factor/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-factor/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("second-factor/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("second-factor/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("second-factor/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
]

"""Every address of the portal. docs/urls/*.csv give each its rows of docs/authorization.csv."""

from __future__ import annotations

from django.urls import include, path

from collaborative.core.views.health import healthz
from members.views.addresses import Addresses, ConfirmAddress
from members.views.factors import RemoveKey
from members.views.proving import ProveByMail, SetPassword
from members.views.sign_in import ConfirmCode, SignIn, SignUp

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path(  # before allauth's own
        "accounts/login/code/confirm/", ConfirmCode.as_view(), name="account_confirm_login_code"
    ),
    path("accounts/login/", SignIn.as_view(), name="account_login"),
    path("accounts/signup/", SignUp.as_view(), name="account_signup"),
    path("accounts/email/", Addresses.as_view(), name="account_email"),
    path(
        "accounts/confirm-email/", ConfirmAddress.as_view(), name="account_email_verification_sent"
    ),
    path("accounts/password/set/", SetPassword.as_view(), name="account_set_password"),
    path(
        "accounts/reauthenticate/code/",
        ProveByMail.as_view(),
        name="account_reauthenticate_by_code",
    ),
    path("accounts/", include("allauth.account.urls")),
    path(
        "accounts/2fa/webauthn/keys/<int:pk>/remove/",
        RemoveKey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sign-on/", include("members.sign_on_urls")),
    path("", include("members.urls")),
    path("", include("collaborative.desk.urls")),
    path("", include("collaborative.directory.urls")),
    path("", include("collaborative.search.urls")),  # /practices/ before /practices/<slug>/
    path("", include("practices.urls")),
    path("", include("events.urls")),
    path("", include("collaborative.digests.urls")),
    path("", include("collaborative.api.urls")),
    path("", include("collaborative.demo.urls")),  # /dev/codes/ (debug, tests)
    path("", include("collaborative.core.urls")),  # /design-system/, /dev/mailbox/ (debug, tests)
    path("", include("collaborative.pages.urls")),  # /cms/, documents, then Wagtail's pages: last
]

handler400 = "collaborative.core.views.errors.bad_request"
handler403 = "collaborative.core.views.errors.permission_denied"
handler404 = "collaborative.core.views.errors.page_not_found"
handler500 = "collaborative.core.views.errors.server_error"

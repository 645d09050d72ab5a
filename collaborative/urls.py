"""Every address of the portal. docs/urls/*.csv give each its rows of docs/authorization.csv."""

from __future__ import annotations

from django.urls import include, path

from collaborative.core.views.health import healthz
from members.views.factors import RemoveKey
from members.views.sign_in import ConfirmAddress, ConfirmCode

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path(  # before allauth's own
        "accounts/login/code/confirm/", ConfirmCode.as_view(), name="account_confirm_login_code"
    ),
    path(
        "accounts/confirm-email/",
        ConfirmAddress.as_view(),
        name="account_email_verification_sent",
    ),
    path("accounts/", include("allauth.account.urls")),
    path(
        "accounts/2fa/webauthn/keys/<int:pk>/remove/",
        RemoveKey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("accounts/2fa/", include("allauth.mfa.urls")),
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

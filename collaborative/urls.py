"""Every address of the portal. docs/urls/*.csv give each its rows of docs/authorization.csv."""

from __future__ import annotations

from django.urls import include, path

from collaborative.core.views.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("allauth.account.urls")),
    path("", include("members.urls")),
    path("", include("collaborative.desk.urls")),
    path("", include("collaborative.directory.urls")),
    path("", include("collaborative.search.urls")),  # /practices/ before /practices/<slug>/
    path("", include("practices.urls")),
    path("", include("events.urls")),
    path("", include("collaborative.digests.urls")),
    path("", include("collaborative.api.urls")),
    path("", include("collaborative.core.urls")),  # /design-system/, /dev/mailbox/ (debug, tests)
    path("", include("collaborative.pages.urls")),  # /cms/, documents, then Wagtail's pages: last
]

handler400 = "collaborative.core.views.errors.bad_request"
handler403 = "collaborative.core.views.errors.permission_denied"
handler404 = "collaborative.core.views.errors.page_not_found"
handler500 = "collaborative.core.views.errors.server_error"

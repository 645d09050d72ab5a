"""Signing on through an institution; the names are those by which allauth asks for them."""

from __future__ import annotations

from allauth.socialaccount.views import login_cancelled, login_error, signup
from django.urls import path

from members.views import signing_on

urlpatterns = [
    path("", signing_on.links, name="socialaccount_connections"),
    path("<int:pk>/remove/", signing_on.unlink, name="unlink_sign_on"),
    path("new/", signup, name="socialaccount_signup"),
    path("cancelled/", login_cancelled, name="socialaccount_login_cancelled"),
    path("failed/", login_error, name="socialaccount_login_error"),
    path("<slug:provider_id>/", signing_on.begin, name="openid_connect_login"),
    path("<slug:provider_id>/back/", signing_on.come_back, name="openid_connect_callback"),
]

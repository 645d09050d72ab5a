"""People signed in without the way in; the way in has tests of its own."""

from __future__ import annotations

import time

from django.test import Client

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(client: Client, user: object, *, with_factor: bool = True) -> Client:
    """A session of this person, in which a second factor was proved unless the test says no."""
    client.force_login(user, backend=BACKEND)
    if with_factor:
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client


def prove_again(client: Client) -> Client:
    """As if the person had shown just now, again, who sits there: by a factor and by mail."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time(), "email": "one@s.own", "reauthenticated": True}
        for method in ("mfa", "code")
    ]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client

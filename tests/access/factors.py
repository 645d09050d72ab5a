"""A person's own factors and sessions, made just before they are asked for."""

from __future__ import annotations

import datetime as dt
import time
from types import SimpleNamespace

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

KEY = 770_001
SESSION = 770_002


def factors_of(t: SimpleNamespace, who: str) -> None:
    user = getattr(t, who, None)
    if user is not None:
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(user)
        Authenticator.objects.create(pk=KEY, user=user, type="webauthn", data={"name": "Key"})


def sessions_of(t: SimpleNamespace, who: str) -> None:
    user = getattr(t, who, None)
    if user is not None:
        until = t.now + dt.timedelta(days=1)
        Session.objects.create(session_key="elsewhere", session_data="", expire_date=until)
        UserSession.objects.create(
            pk=SESSION, user=user, ip="192.0.2.7", user_agent="?", session_key="elsewhere"
        )


def proved_again(t: SimpleNamespace, who: str) -> None:
    """As if the person had just shown again who sits there, in each of their sessions."""
    user = getattr(t, who, None)
    for row in Session.objects.all() if user is not None else ():
        session = SessionStore(row.session_key)
        if session.get("_auth_user_id") == str(user.pk):
            now = {"method": "mfa", "at": time.time(), "reauthenticated": True}
            session[AUTHENTICATION_METHODS_SESSION_KEY] = [now]
            session.save()

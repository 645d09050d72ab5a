"""Questions to institutions' providers: what an administrator typed must not reach our network.

Each name is looked up once, its address is refused if it is private, and the connection goes to
that address and no other, so that no second answer of the DNS can change it (requests-hardened).
No redirects, no proxies of the environment, small answers, little time.
"""

from __future__ import annotations

import time
from typing import Any

import requests
from django.conf import settings
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress

LARGEST = 512 * 1024
USER_AGENT = "DLP Minnesota Alumni Collaborative"

__all__ = ["LARGEST", "InvalidIPAddress", "NotJson", "TooMuch", "read_json", "session"]


class TooMuch(requests.RequestException):
    """The answer was too large, took too long, or came over an unprotected line."""


class NotJson(requests.RequestException):
    """The answer cannot be read."""


class OutsideSession(HTTPSession):
    """A session that reads answers to the end itself, within bounds."""

    def __init__(self) -> None:
        seconds = settings.SIGN_ON_SECONDS
        super().__init__(
            Config(
                ip_filter_enable=True,
                ip_filter_allow_loopback_ips=settings.SIGN_ON_FROM_LOOPBACK,
                never_redirect=True,
                default_timeout=(seconds, seconds),
                user_agent_override=USER_AGENT,
            )
        )
        self.trust_env = False  # a proxy would look names up itself

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        if not (request.url or "").startswith("https://") and not settings.SIGN_ON_FROM_LOOPBACK:
            raise TooMuch("A provider is asked over HTTPS only.", request=request)
        kwargs["stream"] = True
        deadline = time.monotonic() + 2 * settings.SIGN_ON_SECONDS
        response = super().send(request, **kwargs)
        body = bytearray()
        for part in response.iter_content(8192):
            body += part
            if len(body) > LARGEST or time.monotonic() > deadline:
                response.close()
                raise TooMuch("The provider's answer is too large or too slow.", request=request)
        response._content = bytes(body)  # noqa: SLF001  where requests itself keeps what it read
        return response


def session() -> OutsideSession:
    return OutsideSession()


def read_json(response: requests.Response) -> Any:
    try:
        return response.json()
    except (ValueError, RecursionError) as error:
        raise NotJson("The answer is not JSON.") from error

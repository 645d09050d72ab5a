"""Questions to institutions' providers: what an administrator typed must not reach our network.

Each name is looked up once, its address is refused if it is private, and the connection goes to
that address and no other, so that no second answer of the DNS can change it (requests-hardened).
No redirects, no proxies of the environment, small answers, little time.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

import requests
from django.conf import settings
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress

LARGEST = 512 * 1024
USER_AGENT = "DLP Minnesota Alumni Collaborative"

__all__ = [
    "LARGEST",
    "InvalidIPAddress",
    "NotJson",
    "TooMuch",
    "fetch_json",
    "read_json",
    "session",
]


class TooMuch(requests.RequestException):
    """The answer was too large, took too long, or would have come over an unprotected line."""


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
        asking = _Asking(lambda: super(OutsideSession, self).send(request, **kwargs))
        return asking.answer(within=2 * settings.SIGN_ON_SECONDS)


class _Asking(threading.Thread):
    """One question, for which nobody waits longer than a given time.

    The timeouts of sockets count from one byte to the next: a provider that sends a byte every
    few seconds would hold whoever waits for hours, and with some tries all of the portal.
    """

    def __init__(self, ask: Callable[[], requests.Response]) -> None:
        super().__init__(daemon=True)
        self._ask = ask
        self._response: requests.Response | None = None
        self._error: Exception | None = None

    def run(self) -> None:
        try:
            self._response = self._ask()
            body = bytearray()
            for part in self._response.iter_content(8192):
                body += part
                if len(body) > LARGEST:
                    self._response.close()
                    self._error = TooMuch("The provider's answer is too large.")
                    return
            self._response._content = bytes(body)  # noqa: SLF001  where requests itself keeps it
        except Exception as error:  # noqa: BLE001  raised again where somebody waits
            self._error = error

    def answer(self, *, within: float) -> requests.Response:
        self.start()
        self.join(within)
        if self.is_alive():
            if self._response is not None:
                with contextlib.suppress(OSError, ValueError):  # it has just ended by itself
                    self._response.raw.shutdown()  # ends what the thread is reading
            raise TooMuch("The provider's answer is too slow.")
        if self._response is None or self._error is not None:
            raise self._error or TooMuch("The provider did not answer.")
        return self._response


def session() -> OutsideSession:
    return OutsideSession()


def read_json(response: requests.Response) -> Any:
    try:
        return response.json()
    except (ValueError, RecursionError) as error:
        raise NotJson("The answer is not JSON.") from error


def fetch_json(address: str, **headers: str) -> Any:
    with session() as asking:
        answer = asking.get(address, headers=headers)
        answer.raise_for_status()
        return read_json(answer)

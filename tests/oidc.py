"""Identity providers for tests: honest software (oidc-provider-mock) on loopback, that vouches for
whatever a test tells it to.

`providers` starts two of them once a session, as processes of their own.
"""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from tools.valkey import free_port

SECONDS_TO_START = 30


class _Stay(urllib.request.HTTPRedirectHandler):
    """Redirects are what tests look at."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


@dataclass
class Provider:
    """One running provider."""

    issuer: str

    def knows(self, sub: str, **claims: Any) -> None:
        """From now on this person is there, and this is what the provider says of them."""
        request = urllib.request.Request(
            f"{self.issuer}/users/{urllib.parse.quote(sub)}",
            data=json.dumps(claims).encode(),
            headers={"Content-Type": "application/json"},
            method="PUT",
        )
        urllib.request.urlopen(request, timeout=10).close()

    def lets_in(self, where: str, sub: str) -> str:
        """The person says at the provider who they are: the address to which that leads."""
        data = urllib.parse.urlencode({"sub": sub}).encode()
        return _location(urllib.request.Request(where, data=data, method="POST"))


def _location(request: urllib.request.Request) -> str:
    """Where a redirect leads, which urllib takes for an error when it may not follow."""
    answer = None
    try:
        urllib.request.build_opener(_Stay).open(request, timeout=10).close()
    except urllib.error.HTTPError as error:
        answer = error
    assert answer is not None, "The provider led nowhere."
    with answer:
        assert answer.code in {302, 303}, (answer.code, answer.read()[:300])
        return str(answer.headers["Location"])


def running_provider(*arguments: str) -> tuple[subprocess.Popen[bytes], Provider]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port), *arguments],
        env={**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    issuer = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            urllib.request.urlopen(f"{issuer}/.well-known/openid-configuration", timeout=5).close()
        except OSError:
            assert process.poll() is None, "The provider has ended."
            assert time.monotonic() < deadline, "The provider does not answer."
            time.sleep(0.05)
        else:
            return process, Provider(issuer)


@pytest.fixture(scope="session")
def providers() -> Iterator[tuple[Provider, Provider]]:
    """Two providers that know nothing of each other."""
    started = [running_provider("--require-nonce", "true") for _ in range(2)]
    yield started[0][1], started[1][1]
    for process, _ in started:
        process.terminate()
        process.wait(10)


def set_off(client: Client, sign_on: Any, **form: Any) -> str:
    """Presses the button; gives the address at the provider to which the page leads."""
    page = client.post(sign_on.get_absolute_url(), form)
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.content.decode())
    assert found, (page.status_code, page.get("Location"), page.content.decode()[-1500:])
    return html.unescape(found[1])


def sign_on_as(client: Client, sign_on: Any, provider: Provider, sub: str, **form: Any) -> Any:
    """The whole way there and back; gives the portal's answer."""
    return come_back(client, provider.lets_in(set_off(client, sign_on, **form), sub))


def come_back(client: Client, address: str) -> Any:
    parts = urllib.parse.urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")

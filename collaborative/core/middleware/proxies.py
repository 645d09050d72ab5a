"""Whose word about a visitor's address and scheme is believed."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class TrustedProxies:
    """Sets REMOTE_ADDR and the scheme from X-Forwarded-* only where a trusted proxy sent them.

    TRUSTED_PROXIES lists addresses or networks. The visitor is the right-most forwarded address
    that is not itself a trusted proxy; everything further left is only what somebody claimed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.networks = [
            ipaddress.ip_network(item, strict=False) for item in settings.TRUSTED_PROXIES
        ]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        meta["REMOTE_ADDR"] = _plain(meta.get("REMOTE_ADDR", ""))
        if self.networks and self._is_trusted(meta["REMOTE_ADDR"]):
            chain = [
                _plain(part.strip()) for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",")
            ]
            for address in reversed([part for part in chain if part]):
                if not self._is_address(address):
                    break
                meta["REMOTE_ADDR"] = address
                if not self._is_trusted(address):
                    break
            if meta.get("HTTP_X_FORWARDED_PROTO") == "https":
                meta["wsgi.url_scheme"] = "https"
        meta.pop("HTTP_X_FORWARDED_FOR", None)
        meta.pop("HTTP_X_FORWARDED_PROTO", None)
        return self.get_response(request)

    def _is_trusted(self, address: str) -> bool:
        return self._is_address(address) and any(
            ipaddress.ip_address(address) in network for network in self.networks
        )

    @staticmethod
    def _is_address(text: str) -> bool:
        try:
            ipaddress.ip_address(text)
        except ValueError:
            return False
        return True


def _plain(address: str) -> str:
    """Servers that listen for both kinds write IPv4 as ::ffff:192.0.2.1: one net for everybody."""
    if not address.lower().startswith("::ffff:"):
        return address
    try:
        mapped = ipaddress.IPv6Address(address).ipv4_mapped
    except ValueError:
        return address
    return str(mapped) if mapped else address

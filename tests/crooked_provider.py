"""An identity provider that says whatever a test wants, signed well or badly."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class CrookedProvider:
    """Change `document`, `claims`, `userinfo`, `sign` or `keys`; what was asked is in `asked`."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.document: dict[str, Any] = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }
        self.claims: dict[str, Any] = {}
        self.userinfo: Any = {}
        self.keys: Any = {"keys": [_jwk()]}
        self.sign: Callable[[dict[str, Any]], str | None] = signed
        self.raw: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.nonce = self.challenge = ""

    def lets_in(self, where: str) -> str:
        """As if somebody had signed on at the page `where`: the way back."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(where).query).items()}
        self.nonce, self.challenge = query["nonce"], query["code_challenge"]
        return f"{query['redirect_uri']}?code=good&state={query['state']}"

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        self.asked.append((path, form))
        if path in self.raw:
            return self.raw[path]
        if path == "/.well-known/openid-configuration":
            return _json(self.document)
        if path == "/jwks":
            return _json(self.keys)
        if path == "/userinfo":
            return _json(self.userinfo)
        if path == "/token":
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != self.challenge:
                return _json({"error": "invalid_grant"}, 400)
            said = {"access_token": "a", "token_type": "Bearer", "id_token": self._id_token()}
            return _json({name: value for name, value in said.items() if value is not None})
        return _json({}, 404)

    def _id_token(self) -> str | None:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": "portal", "sub": "crook", "iat": now, "exp": now + 300,
            "nonce": self.nonce, "email": "crook@heron.example.org", "email_verified": True,
        }  # fmt: skip
        changed = {**claims, **self.claims}
        return self.sign({name: value for name, value in changed.items() if value is not None})


def signed(claims: dict[str, Any], key: Any = KEY, algorithm: str = "RS256") -> str:
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": "k1"})


def _jwk() -> dict[str, Any]:
    made = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
    return {**made, "kid": "k1", "use": "sig", "alg": "RS256"}


def _json(value: Any, status: int = 200) -> tuple[int, dict[str, str], bytes]:
    return status, {"Content-Type": "application/json"}, json.dumps(value).encode()


@contextmanager
def running_crook() -> Iterator[CrookedProvider]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            self._say({name: values[0] for name, values in parse_qs(body).items()})

        def _say(self, form: dict[str, str]) -> None:
            status, headers, body = crook.answer(urlsplit(self.path).path, form)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Tests look at `asked` instead."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    crook = CrookedProvider(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield crook
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)

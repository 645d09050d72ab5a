"""The addresses a person may set in the environment, looked at before anything is started.

Each that cannot work gets one sentence that says what to do.
"""

from __future__ import annotations

import errno
import os
import socket
import warnings
from dataclasses import dataclass
from urllib.parse import urlsplit

import environ
import psycopg
import redis

from tools.refusals import Refusal

SECONDS = 5
HIGHEST_PORT = 65535
EVERYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104  compared with, not listened on


@dataclass(frozen=True)
class Place:
    """Where the portal listens."""

    host: str
    port: int

    @property
    def is_open_to_the_network(self) -> bool:
        return self.host in EVERYWHERE

    @property
    def visiting_host(self) -> str:
        """The name that a browser on this machine uses."""
        if self.is_open_to_the_network:
            return "127.0.0.1"
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def url(self) -> str:
        return f"http://{self.visiting_host}:{self.port}"


def place(environment: dict[str, str]) -> Place:
    """What HOST and PORT say."""
    host = environment.get("HOST") or "127.0.0.1"
    written = environment.get("PORT") or "8000"
    if not (written.isascii() and written.isdigit() and 0 < int(written) <= HIGHEST_PORT):
        raise Refusal(f"PORT={written} is no port: give a number from 1 to 65535, such as 8000.")
    return Place(host.strip("[]"), int(written))


def ensure_free(wanted: Place) -> None:
    """Whether the portal can listen there now."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            wanted.host or None, wanted.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError):
        raise Refusal(
            f"HOST={wanted.host} is no address of this machine: use 127.0.0.1, or 0.0.0.0 to be "
            "reached from others."
        ) from None
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as error:
            raise Refusal(_why_not(wanted, error)) from None


def _why_not(wanted: Place, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        other = wanted.port + 1 if wanted.port < HIGHEST_PORT else wanted.port - 1
        return (
            f"Port {wanted.port} is taken by another program: stop it, or choose another port "
            f"with make run PORT={other}"
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"Port {wanted.port} is for root alone: choose one above 1023, such as PORT=8000."
    if error.errno == errno.EADDRNOTAVAIL:
        return (
            f"HOST={wanted.host} is no address of this machine: use 127.0.0.1, or 0.0.0.0 to be "
            "reached from others."
        )
    return f"The portal cannot listen on {wanted.host}:{wanted.port}: {error.strerror}."


def check_database(url: str) -> None:
    """Whether DATABASE_URL can be read and a PostgreSQL answers there."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parts = environ.Env.db_url_config(url)
    except (ValueError, TypeError, environ.ImproperlyConfigured):
        parts = {}
    if parts.get("ENGINE") != "django.db.backends.postgresql" or not parts.get("NAME"):
        raise Refusal(
            "DATABASE_URL cannot be read: write it as "
            "postgres://user:password@host:5432/database, or unset it to use the embedded "
            "PostgreSQL."
        )
    options = {name.lower(): value for name, value in parts.get("OPTIONS", {}).items()}
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    wanted = {ours: parts[name] for name, ours in names.items() if parts.get(name)}
    try:
        psycopg.connect(
            **{**options, **wanted, "dbname": parts["NAME"], "connect_timeout": SECONDS}
        ).close()
    except (psycopg.Error, ValueError, TypeError) as error:
        told = str(error).strip().splitlines()
        reason = told[-1].strip().rstrip(".") if told else type(error).__name__
        where = wanted.get("host", options.get("host", "this machine"))
        raise Refusal(
            f"DATABASE_URL leads to no usable PostgreSQL at {where} ({reason}): start or mend "
            "that server, or unset DATABASE_URL to use the embedded one."
        ) from None


def check_redis(url: str) -> None:
    """Whether REDIS_URL can be read and a Valkey or Redis answers there."""
    try:
        client = redis.from_url(url, socket_connect_timeout=SECONDS, socket_timeout=SECONDS)
    except ValueError:
        raise Refusal(
            "REDIS_URL cannot be read: write it as redis://:password@host:6379/0, or unset it to "
            "use the embedded Valkey."
        ) from None
    try:
        with client:
            client.ping()
    except (redis.RedisError, OSError, UnicodeError) as error:
        reason = str(error).strip().rstrip(".") or type(error).__name__
        raise Refusal(
            f"REDIS_URL leads to no usable Valkey or Redis ({reason}): start or mend that server, "
            "or unset REDIS_URL to use the embedded one."
        ) from None


def check_email(url: str) -> None:
    """Whether EMAIL_URL can be read; whether mail gets through only a mail can tell."""
    try:
        scheme, port = urlsplit(url).scheme, urlsplit(url).port
    except ValueError:
        scheme, port = "", None
    if scheme not in environ.Env.EMAIL_SCHEMES or port == 0:
        raise Refusal(
            "EMAIL_URL cannot be read: write it as smtp://user:password@host:25 (smtp+tls:// for "
            "STARTTLS), or unset it to use the development mailbox."
        )


def check(environment: dict[str, str] | None = None) -> None:
    """Every address that is set, so that nothing has to be stopped again."""
    given = os.environ if environment is None else environment
    for name, look in (
        ("DATABASE_URL", check_database),
        ("REDIS_URL", check_redis),
        ("EMAIL_URL", check_email),
    ):
        if given.get(name):
            look(given[name])

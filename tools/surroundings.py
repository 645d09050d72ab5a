"""The environment of everything that belongs to the portal of one folder.

`make run` gives it to its processes and writes down what it gave; `make manage` reads that while
the portal runs, so that a command beside it signs with the same key, writes the same address into
its mails and hands them to the same mailbox.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.addresses import Place
    from tools.servers import Urls

# What the environment calls each of the two servers.
NAMED_BY = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL"}
# What two processes of one portal must agree on. The README says what each means.
SHARED = (
    *("DJANGO_SETTINGS_MODULE", "SECRET_KEY", "SECRET_KEY_FALLBACKS", "BASE_URL", "ALLOWED_HOSTS"),
    *("EMAIL_URL", "MAILBOX_DIR", "DEFAULT_FROM_EMAIL", "POSTAL_ADDRESS", "DEMO_NOTICE"),
    *("MEDIA_ROOT", "PRIVATE_MEDIA_ROOT", "STATIC_ROOT", "VAR_DIR"),
)


def environment(urls: Urls, base: dict[str, str] | None = None) -> dict[str, str]:
    """The environment with both addresses in it; what a person has set stays as it is."""
    given = dict(os.environ if base is None else base)
    ours = {"DATABASE_URL": urls.database_url, "REDIS_URL": urls.redis_url}
    return given | {name: url for name, url in ours.items() if url and not given.get(name)}


def surroundings(var: Path, wanted: Place, urls: Urls | None) -> dict[str, str]:
    """The environment of every process of the portal; what a person has set stays."""
    given = {name: value for name, value in os.environ.items() if value}
    given = environment(urls, given) if urls else given
    defaults = {
        "DJANGO_SETTINGS_MODULE": "collaborative.settings.development",
        "BASE_URL": wanted.url,
        "ALLOWED_HOSTS": "*" if wanted.is_open_to_the_network else wanted.visiting_host,
        "MAILBOX_DIR": str(var / "mailbox"),
        "VAR_DIR": str(var),
        "PYTHONUNBUFFERED": "1",
    }
    if not given.get("SECRET_KEY"):
        defaults["SECRET_KEY"] = secret_key(var)
    return defaults | given


def secret_key(var: Path) -> str:
    """Drawn once for this folder, so that a restart signs nobody out."""
    path = var / "secret_key"
    if not path.exists():
        write_privately(path, secrets.token_urlsafe(50))
    return path.read_text().strip()


def write_privately(path: Path, text: str) -> None:
    """Whole or not at all, and for its owner's eyes only from its first moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123  Path.open takes no mode
        file.write(text)
    new.replace(path)


# --- What the running portal was given ------------------------------------------------------------


def write_down(var: Path, settings: dict[str, str]) -> None:
    """The embedded servers stay out: a lease tells of them."""
    names = (*SHARED, *(name for name in NAMED_BY.values() if os.environ.get(name)))
    told = {name: settings[name] for name in names if settings.get(name)}
    write_privately(var / "portal.json", json.dumps(told))


def forget(var: Path) -> None:
    (var / "portal.json").unlink(missing_ok=True)


def of_the_running_portal(var: Path) -> dict[str, str]:
    """What it was given; nothing while none runs from this folder, whatever a killed one left."""
    if not _is_running(var):
        return {}
    with suppress(FileNotFoundError, ValueError):
        return dict(json.loads((var / "portal.json").read_text()))
    return {}


def _is_running(var: Path) -> bool:
    """`make run` holds this lock alone, for as long as it lives (tools/run.py)."""
    with suppress(FileNotFoundError), (var / "run.lock").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False

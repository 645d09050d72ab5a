"""Gives every test run a real PostgreSQL and a real Valkey before Django reads its settings.

Loaded by `-p tests.servers_plugin` (pyproject.toml), because a conftest would come too late. With
DATABASE_URL or REDIS_URL set, that server is used and the embedded one is left alone.

Runs side by side share the two servers and get a slot each: a database, a numbered database in
Valkey and a folder of files of their own.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import IO

import pytest
import redis

from tools.refusals import Refusal
from tools.servers import PROJECT, Lease

FOLDER = Path(os.environ.get("TEST_SERVERS_DIR") or PROJECT / "var" / "test")
SLOTS = 64


def _take_slot(folder: Path) -> tuple[int, IO[str]]:
    """The first number that no other run holds; the lock goes when this process does."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(SLOTS):
        file = (folder / f"slot-{number}.lock").open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
        else:
            return number, file
    raise pytest.UsageError(f"{SLOTS} test runs are going on already: wait for one to end.")


def _provide(config: pytest.Config) -> None:
    number, lock = _take_slot(FOLDER)
    config.add_cleanup(lock.close)
    files = FOLDER / f"files-{number}"
    shutil.rmtree(files, ignore_errors=True)
    for name, folder in (
        ("MEDIA_ROOT", "media"),
        ("PRIVATE_MEDIA_ROOT", "private"),
        ("MAILBOX_DIR", "mailbox"),
    ):
        os.environ.setdefault(name, str(files / folder))
        (files / folder).mkdir(parents=True, exist_ok=True)
    default = "test_collaborative" if number == 0 else f"test_collaborative_{number}"
    os.environ.setdefault("TEST_DATABASE_NAME", default)

    given = {"postgres": os.environ.get("DATABASE_URL"), "valkey": os.environ.get("REDIS_URL")}
    if all(given.values()):
        return
    try:
        lease = Lease(FOLDER, scratch=True, without=[name for name in given if given[name]])
    except Refusal as refusal:
        raise pytest.UsageError(str(refusal)) from None
    config.add_cleanup(lease.release)
    if not given["postgres"]:
        os.environ["DATABASE_URL"] = lease.urls.database_url
    if not given["valkey"]:
        os.environ["REDIS_URL"] = f"{lease.urls.redis_url.rpartition('/')[0]}/{number}"
        with redis.from_url(os.environ["REDIS_URL"]) as client:
            client.flushdb()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    # A wrapper goes first, and pytest-django reads the settings inside this hook. The workers of
    # pytest-xdist inherit the addresses from the process that started them.
    options = early_config.known_args_namespace
    if "PYTEST_XDIST_WORKER" not in os.environ and not options.help and not options.version:
        _provide(early_config)
    yield

"""The embedded servers: shared, stopped by the last user, found again after a crash."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import environ
import psutil
import psycopg
import pytest
import redis

from tools import addresses, postgres
from tools.postgres_home import PROGRAMS, Home
from tools.privileges import Identity, can_run, me, unprivileged, with_capabilities
from tools.refusals import Refusal
from tools.servers import PROJECT, Lease, Urls, using


@pytest.fixture(scope="module")
def cluster(tmp_path_factory) -> Path:
    """An initialised folder that tests copy, for making one takes a second."""
    folder = tmp_path_factory.mktemp("cluster")
    with using(folder, scratch=True):
        pass
    return folder


@pytest.fixture
def folder(cluster, tmp_path) -> Path:
    place = tmp_path / "var"
    copy(cluster, place)
    return place


def copy(cluster: Path, place: Path) -> None:
    shutil.copytree(cluster, place)
    owner = (cluster / "postgres").stat()
    for path in (place / "postgres", *(place / "postgres").rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid)


def ask(urls: Urls, question: str = "SELECT current_database()") -> object:
    parts = environ.Env.db_url_config(urls.database_url)
    with psycopg.connect(host=parts["HOST"], user=parts["USER"], dbname=parts["NAME"]) as answer:
        row = answer.execute(question).fetchone()
    assert row is not None
    return row[0]


def servers_of(folder: Path) -> list[psutil.Process]:
    """The running servers whose home is this folder."""
    homes = {str(folder / "postgres"), str(folder / "valkey")}
    return [
        process
        for process in psutil.process_iter(["name", "cwd"])
        if process.info["name"] in {"postgres", "valkey-server"} and process.info["cwd"] in homes
    ]


def eventually(question: Callable[[], bool], seconds: float = 8) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.05)
    return False


@contextmanager
def another_user(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that uses the servers and says its addresses first."""
    program = (
        "import json, sys, dataclasses, pathlib; from tools.servers import using\n"
        "with using(pathlib.Path(sys.argv[1]), scratch=True) as urls:\n"
        "    print(json.dumps(dataclasses.asdict(urls)), flush=True); sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_both_servers_answer_at_addresses_that_django_and_redis_read(folder):
    with using(folder, scratch=True) as urls:
        assert ask(urls) == "collaborative"
        assert str(ask(urls, "SHOW server_version")).startswith("18")
        assert ask(urls, "SHOW listen_addresses") == ""
        addresses.check_database(urls.database_url)
        addresses.check_redis(urls.redis_url)
        with redis.from_url(urls.redis_url) as client:
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        without_password = "redis://" + urls.redis_url.partition("@")[2]
        with redis.from_url(without_password) as client, pytest.raises(redis.AuthenticationError):
            client.ping()
        socket_folder = Path(environ.Env.db_url_config(urls.database_url)["HOST"])
        assert socket_folder.stat().st_mode & 0o007 == 0
        assert (folder / "state.json").stat().st_mode & 0o077 == 0

    assert servers_of(folder) == []
    assert not socket_folder.exists()
    assert not (folder / "state.json").exists()


def test_two_users_share_the_servers_and_the_last_one_out_stops_them(folder):
    with another_user(folder) as other:
        assert other.stdout is not None
        theirs = json.loads(other.stdout.readline())
        lease = Lease(folder, scratch=True)
        assert lease.urls == Urls(**theirs)
        lease.release()
        assert len(servers_of(folder)) >= 2  # the other one still uses them

        with using(folder, scratch=True) as urls:
            other.kill()  # without a word of goodbye
            other.wait()
            assert ask(urls) == "collaborative"
    assert servers_of(folder) == []


def test_a_user_who_is_killed_leaves_no_server_behind(folder):
    with another_user(folder) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert len(servers_of(folder)) >= 2
        other.kill()
        assert eventually(lambda: servers_of(folder) == [])


def test_a_killed_keeper_is_recovered_from(folder):
    lease = Lease(folder, scratch=True)
    assert not lease.keeper_ended
    keeper = lease._keeper
    assert keeper is not None
    keeper.kill()
    keeper.wait()
    assert lease.keeper_ended
    old = Path(environ.Env.db_url_config(lease.urls.database_url)["HOST"])
    lease.release()

    with using(folder, scratch=True) as urls:
        assert ask(urls) == "collaborative"
        assert not old.exists()
    assert servers_of(folder) == []


def test_a_left_over_server_is_stopped_and_no_other_process(folder, tmp_path):
    data = folder / "postgres"
    bystander = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        # The number in a stale file has meanwhile been given to somebody else.
        (data / "postmaster.pid").write_text(f"{bystander.pid}\n{data}\n0\n5432\n/tmp/gone\n")
        with using(folder, scratch=True) as urls:
            assert bystander.poll() is None
            # The folder's copy names a server that runs, but not from the copy.
            shutil.copytree(data, tmp_path / "copy" / "postgres")
            postgres.stop_left_over(Home(tmp_path / "copy" / "postgres", PROGRAMS, me()))
            assert ask(urls) == "collaborative"
            postgres.stop_left_over(Home(data, PROGRAMS, me()))
            assert eventually(lambda: not servers_of(folder))  # the keeper follows
    finally:
        bystander.kill()
        bystander.wait()


def test_a_folder_with_a_long_name_below_a_private_one_works(cluster, tmp_path):
    """A socket's address ends at 107 bytes, and the server may not be the folder's owner."""
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    deep = private / ("d" * 80) / ("e" * 80)
    deep.mkdir(parents=True)
    copy(cluster, deep / "var")

    with using(deep / "var", scratch=True) as urls:
        assert ask(urls) == "collaborative"
        assert urls.note == ""
    assert private.stat().st_mode & 0o777 == 0o700


def test_programs_in_a_private_folder_are_run_without_opening_it(tmp_path):
    """Root's `.venv` in /root: the server's user runs the programs in it all the same."""
    tmp_path.chmod(0o700)
    program = tmp_path / "postgres"
    shutil.copy("/bin/true", program)
    if os.geteuid() == 0:
        able, *_, unable = with_capabilities(unprivileged())
        assert unable == Identity(able.uid, able.gid)
        assert not can_run(unable, [program], folder=tmp_path)
    else:
        (able,) = with_capabilities(me())

    assert can_run(able, [program], folder=tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_a_folder_of_an_older_postgresql_is_refused_unless_it_is_scratch(folder):
    (folder / "postgres" / "PG_VERSION").write_text("16\n")

    with pytest.raises(Refusal, match="was made by PostgreSQL 16, and this is PostgreSQL 18"):
        Lease(folder)
    with using(folder, scratch=True) as urls:
        assert ask(urls) == "collaborative"


def test_a_server_that_is_named_elsewhere_is_not_started(folder):
    lease = Lease(folder, scratch=True, without=["postgres"])
    try:
        assert lease.urls.database_url == ""
        addresses.check_redis(lease.urls.redis_url)
        assert [process.name() for process in servers_of(folder)] == ["valkey-server"]
    finally:
        lease.release()


def test_a_command_gets_the_addresses_and_its_exit_code_counts(folder):
    command = [sys.executable, "-m", "tools.servers", "with", str(folder), "--scratch", "--"]
    told = "import os, sys; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL']); sys.exit(7)"
    clean = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    answer = subprocess.run(
        [*command, sys.executable, "-c", told],
        cwd=PROJECT,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 7
    assert answer.stdout.startswith("postgres://postgres@//")
    assert "redis://:" in answer.stdout
    assert servers_of(folder) == []


def test_a_keeper_that_is_asked_to_end_ends_its_servers(folder):
    lease = Lease(folder, scratch=True)
    assert lease._keeper is not None
    lease._keeper.send_signal(signal.SIGTERM)
    assert lease._keeper.wait(8) == 0
    assert servers_of(folder) == []
    lease.release()

"""`make run` says no in one sentence, and leaves nothing running."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tools.addresses import Place, place
from tools.refusals import Refusal
from tools.servers import PROJECT
from tools.valkey import free_port


def run(var: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    known = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "HOST", "PORT"}
    }
    return subprocess.run(
        [sys.executable, "-m", "tools.run"],
        cwd=PROJECT,
        env={**known, "VAR_DIR": str(var), "PORT": str(free_port()), **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_a_port_that_is_taken_is_said_with_another_to_try(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = run(tmp_path / "var", PORT=str(port))

    assert answer.returncode == 1
    assert answer.stderr == (
        f"Port {port} is taken by another program: stop it, or choose another port with make run "
        f"PORT={port + 1}\n"
    )
    assert not (tmp_path / "var" / "postgres").exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"PORT": "eighty"}, "PORT=eighty is no port: give a number from 1 to 65535"),
        ({"PORT": "70000"}, "PORT=70000 is no port"),
        ({"HOST": "no.such.host.invalid"}, "HOST=no.such.host.invalid is no address"),
        ({"HOST": "192.0.2.7"}, "HOST=192.0.2.7 is no address of this machine"),
        ({"DATABASE_URL": "not a url"}, "DATABASE_URL cannot be read: write it as postgres://"),
        ({"DATABASE_URL": "sqlite:///x.db"}, "DATABASE_URL cannot be read"),
        ({"DATABASE_URL": "postgres://127.0.0.1:99999999/x"}, "DATABASE_URL cannot be read"),
        (
            {"DATABASE_URL": "postgres://somebody:secret@127.0.0.1:9/portal"},
            "DATABASE_URL leads to no usable PostgreSQL at 127.0.0.1",
        ),
        ({"REDIS_URL": "http://127.0.0.1"}, "REDIS_URL cannot be read: write it as redis://"),
        ({"REDIS_URL": "redis://127.0.0.1:9/0"}, "REDIS_URL leads to no usable Valkey or Redis"),
        ({"EMAIL_URL": "pigeon://roof"}, "EMAIL_URL cannot be read: write it as smtp://"),
    ],
)
def test_an_address_that_cannot_work_gets_one_sentence(tmp_path, given, sentence):
    answer = run(tmp_path / "var", **given)

    assert answer.returncode == 1
    assert answer.stderr.startswith(sentence)
    assert answer.stderr.count("\n") == 1
    assert "secret" not in answer.stderr
    assert not (tmp_path / "var" / "state.json").exists()


def test_a_second_run_in_the_same_folder_is_told_of_the_first(tmp_path):
    (tmp_path / "run.lock").write_text("http://127.0.0.1:8000/, process 17\n")
    with (tmp_path / "run.lock").open() as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        answer = run(tmp_path)

    assert answer.returncode == 1
    assert answer.stderr == (
        "The portal already runs from this folder (http://127.0.0.1:8000/, process 17): use that "
        "one, or stop it with Ctrl-C first.\n"
    )


def test_a_step_that_fails_stops_what_was_started_before_it(tmp_path):
    answer = run(tmp_path / "var", DJANGO_SETTINGS_MODULE="collaborative.settings.nowhere")

    assert answer.returncode == 1
    assert "PostgreSQL and Valkey started (" in answer.stdout
    assert "The step “load the settings” failed (ModuleNotFoundError" in (
        answer.stdout + answer.stderr
    )
    assert not (tmp_path / "var" / "state.json").exists()
    assert [
        process
        for process in psutil.process_iter(["environ"])
        if (process.info["environ"] or {}).get("VAR_DIR") == str(tmp_path / "var")
    ] == []


def test_places_are_read_as_a_browser_would_write_them():
    assert place({}) == Place("127.0.0.1", 8000)
    assert place({"HOST": "0.0.0.0", "PORT": "80"}).url == "http://127.0.0.1:80"  # noqa: S104  only read
    assert place({"HOST": "[::1]"}).url == "http://[::1]:8000"
    with pytest.raises(Refusal):
        place({"PORT": "٣"})


# --- The supervisor, in a process of its own, for it takes the signals ----------------------------

PREAMBLE = """
import os, sys
from pathlib import Path
from tools.supervisor import Stopped, Supervisor
supervisor = Supervisor(folder=Path("."))
environment = dict(os.environ)
def start(name, program):
    return supervisor.start(name, [sys.executable, "-uc", program], environment=environment)
"""


def supervise(program: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-uc", PREAMBLE + program],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_words_come_line_by_line_with_their_names():
    with supervise(
        """
start("web", "print('one'); print('two', end='')")
child = start("worker", "import sys; print('three', file=sys.stderr); sys.exit(3)")
while not all(each.code is not None for each in supervisor.children): supervisor.pump(0.1)
for _ in range(20): supervisor.pump(0.05)
print(sorted((each.name, each.code) for each in supervisor.children))
"""
    ) as process:
        assert process.stdout is not None
        lines = process.stdout.read().splitlines()

    assert sorted(lines[:-1]) == ["web     | one", "web     | two", "worker  | three"]
    assert lines[-1] == "[('web', 0), ('worker', 3)]"


STUBBORN = """
start("stubborn", '''
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(os.getpid(), child.pid)
time.sleep(60)
''')
start("polite", "import os, time; print(os.getpid()); time.sleep(60)")
"""


def numbers(process: subprocess.Popen[str], lines: int) -> list[int]:
    assert process.stdout is not None
    told = [process.stdout.readline().partition("|")[2].split() for _ in range(lines)]
    return [int(number) for line in told for number in line]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_being_asked_to_stop_ends_every_child_and_grandchild(number):
    with supervise(
        STUBBORN
        + """
try:
    while True:
        supervisor.pump(0.2); supervisor.check()
except Stopped:
    supervisor.stop(seconds=0.5)
    print("stopped | ")
"""
    ) as process:
        started = numbers(process, 2)
        assert len(started) == 3
        assert all(psutil.pid_exists(each) for each in started)
        process.send_signal(number)
        assert process.wait(8) == 0
        assert process.stdout is not None
        assert process.stdout.read().endswith("stopped | \n")

    assert [each for each in started if _is_running(each)] == []


def test_a_supervisor_that_is_killed_takes_its_children_with_it():
    with supervise(
        """
start("polite", "import os, time; print(os.getpid()); time.sleep(60)")
while True: supervisor.pump(0.2)
"""
    ) as process:
        (child,) = numbers(process, 1)
        process.kill()
        process.wait()

    deadline = time.monotonic() + 5
    while _is_running(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_running(child)


def _is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False

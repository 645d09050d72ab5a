"""Setting up: a clear word for every way it can fail, and nothing half made."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import bootstrap

SCRIPT = Path(bootstrap.__file__)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project folder with two short lists and no environment yet."""
    monkeypatch.setattr(bootstrap, "PROJECT", str(tmp_path))
    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(bootstrap, "STAMP", str(tmp_path / ".venv" / "installed.txt"))
    monkeypatch.setattr(bootstrap, "LOG", str(tmp_path / "var" / "install.log"))
    (tmp_path / "requirements.txt").write_text("")
    (tmp_path / "requirements-dev.txt").write_text("")
    return tmp_path


def test_a_python_that_is_too_old_is_named_with_what_to_do():
    assert bootstrap.too_old((3, 10, 13)) == (
        "Python 3.10 is too old: install Python 3.11 or newer, or name one with "
        "make run PYTHON=/path/to/python3.11"
    )
    assert bootstrap.too_old((2, 7, 18)).startswith("Python 2.7 is too old")
    assert bootstrap.too_old((3, 11, 0)) is None
    assert bootstrap.too_old((4, 0, 0)) is None


def test_the_script_can_be_read_by_a_python_that_is_too_old():
    source = SCRIPT.read_text()

    assert source.isascii()
    tree = ast.parse(source, feature_version=(3, 4))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.AnnAssign)]
    assert not [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and (node.returns or any(argument.annotation for argument in node.args.args))
    ]


def test_a_too_old_python_ends_with_one_sentence_and_code_1(tmp_path):
    program = (
        "import runpy, sys; sys.version_info = (3, 10, 4, 'final', 0); "
        f"sys.argv = ['bootstrap']; runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr.count("\n") == 1
    assert answer.stderr.startswith("Python 3.10 is too old: install Python 3.11 or newer")


def test_the_environment_is_made_once_and_then_left_alone(project, capsys):
    assert bootstrap.main(["requirements.txt"]) == 0
    first = capsys.readouterr().out
    started = time.monotonic()
    assert bootstrap.main(["requirements.txt"]) == 0

    assert time.monotonic() - started < 0.1
    assert capsys.readouterr().out == ""
    assert first.startswith("Virtual environment made in .venv (")
    assert "Installing 0 pinned packages from requirements.txt" in first

    # A changed list is installed again, into the same environment.
    (project / "requirements.txt").write_text("# changed\n")
    assert not bootstrap.is_installed("requirements.txt")
    assert bootstrap.main(["requirements.txt"]) == 0
    assert "Virtual environment" not in capsys.readouterr().out

    # The longer list holds the shorter one.
    (project / ".venv" / "installed.txt").write_text(
        bootstrap.fingerprint("requirements-dev.txt") + "\n"
    )
    assert bootstrap.is_installed("requirements.txt")
    (project / "requirements-dev.txt").write_text("# changed\n")
    assert not bootstrap.is_installed("requirements.txt")


def test_without_network_one_sentence_says_so_and_nothing_counts_as_done(
    project, capsys, monkeypatch
):
    """Port 9 of this machine stands for an index that does not answer."""
    digest = "sha256:" + "0" * 64
    (project / "requirements.txt").write_text(f"Django==5.2.19 --hash={digest}\n")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_RETRIES", "0")

    assert bootstrap.main(["requirements.txt"]) == 1

    assert capsys.readouterr().err == (
        "The packages could not be fetched because the package index does not answer: check the "
        "network (or set PIP_INDEX_URL to an index you can reach) and run the command again.\n"
    )
    assert not (project / ".venv" / "installed.txt").exists()
    assert not bootstrap.is_installed("requirements.txt")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "differs from the one that was"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: No matching distribution found for granian", "no build for this machine"),
        ("something else", "could not be installed"),
    ],
)
def test_what_pip_says_at_length_becomes_one_sentence(told, sentence):
    assert sentence in bootstrap.explain(f"many lines\n{told}\nmore lines")
    assert "\n" not in bootstrap.explain(told)


def test_an_environment_from_another_place_is_not_used(project):
    """A folder that was moved keeps programs that name the old place."""
    programs = project / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "python").symlink_to(sys.executable)
    (programs / "pip").write_text("#!/somewhere/else/.venv/bin/python\n")

    assert not bootstrap.usable()

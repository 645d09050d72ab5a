"""What was not run is said in one line; where everything is asked for, it is a failure."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tools.servers import PROJECT

TESTS = """
import pytest

def test_that_runs():
    pass

@pytest.mark.skip(reason="no browser was found: apt-get install chromium, or set CHROMIUM=/path")
@pytest.mark.parametrize("number", [1, 2])
def test_that_cannot_run(number):
    pass
"""
LINE = "NOT RUN: 2 tests: no browser was found: apt-get install chromium, or set CHROMIUM=/path"


@pytest.mark.parametrize(
    ("required", "code", "line"),
    [("", 0, LINE), ("1", 1, LINE + " (REQUIRE_ALL=1: so this run has failed)")],
)
def test_what_was_skipped_is_said_at_the_end(tmp_path, required, code, line):
    (tmp_path / "test_few.py").write_text(TESTS)
    answer = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "--rootdir", str(tmp_path)),
            *("-p", "tests.skips_plugin", "-p", "no:django", "-p", "no:cacheprovider"),
            str(tmp_path),
        ],
        cwd=PROJECT,
        env={**os.environ, "REQUIRE_ALL": required},
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == code, answer.stdout
    assert answer.stdout.splitlines()[-2] == line
    assert "1 passed, 2 skipped" in answer.stdout.splitlines()[-1]

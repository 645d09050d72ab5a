"""What the containers are given is what the settings read and the README lists."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tools.check import PRODUCTION
from tools.servers import PROJECT

SETTING = re.compile(r'env\.?\w*\(\s*"([A-Z_]+)"')
LOOKED_UP = re.compile(r'environ(?:ment)?(?:\.get|\.setdefault|\.pop)?[\[(]\s*"([A-Z_]+)"')


def given_to_the_containers() -> set[str]:
    compose = (PROJECT / "deploy" / "compose.yaml").read_text()
    block = compose.partition("environment: &environment\n")[2].partition("\n  volumes:")[0]
    return set(re.findall(r"^    ([A-Z_]+):", block, re.MULTILINE))


def read_by_the_settings() -> set[str]:
    folder = PROJECT / "collaborative" / "settings"
    return {name for path in folder.glob("*.py") for name in SETTING.findall(path.read_text())}


def test_every_value_in_the_containers_is_read_by_the_settings():
    given = given_to_the_containers()

    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "BASE_URL", "ALLOWED_HOSTS"} <= given
    assert given - read_by_the_settings() == set()


def test_every_value_that_must_be_set_is_in_the_example():
    compose = (PROJECT / "deploy" / "compose.yaml").read_text()
    example = (PROJECT / "deploy" / "env.example").read_text()
    asked = set(re.findall(r"\$\{([A-Z_]+)", compose))
    shown = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))

    assert asked == shown


def listed_in(document: str) -> set[str]:
    """The names in the first column of its tables."""
    rows = re.findall(r"^\| (`[A-Z_`, ]+`) \|", (PROJECT / document).read_text(), re.MULTILINE)
    return {name for row in rows for name in re.findall(r"[A-Z_]+", row)}


def read_by_programs() -> set[str]:
    """By anything that looks into the environment itself: set-up, tests, benchmarks, deployment."""
    found = set()
    for folder in ("tools", "bench", "deploy", "tests", "collaborative"):
        for path in (PROJECT / folder).rglob("*.py"):
            found |= set(LOOKED_UP.findall(path.read_text()))
    makefile = (PROJECT / "Makefile").read_text()
    found |= {name for name in ("PYTHON", "VENV", "VAR_DIR") if f"$({name})" in makefile}
    return found


def test_every_setting_is_in_the_table_of_the_readme():
    for_tests_alone = {"CELERY_QUEUE", "CLOCK_OFFSET_SECONDS"}

    assert read_by_the_settings() - listed_in("README.md") == for_tests_alone


def test_every_variable_that_a_program_reads_is_in_a_table():
    listed = listed_in("README.md") | listed_in("docs/running.md")
    of_others = {"DJANGO_ALLOW_ASYNC_UNSAFE"}

    assert {"DATABASE_URL", "REQUIRE_ALL", "VENV", "HOST", "PORT"} <= read_by_programs()
    assert (read_by_programs() | read_by_the_settings()) - listed == of_others


def test_every_variable_in_a_table_is_read_by_somebody():
    listed = listed_in("README.md") | listed_in("docs/running.md")
    assert listed - read_by_programs() - read_by_the_settings() == set()


@pytest.mark.parametrize(
    "name", ["DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL"]
)
def test_production_says_in_one_sentence_what_is_missing(name, tmp_path):
    """It does not fall back to whatever answers on this machine."""
    given = {**PRODUCTION, "SECRET_KEY": "a" * 60, "VAR_DIR": str(tmp_path), "PATH": os.defpath}
    del given[name]
    answer = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=PROJECT,
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert f"ImproperlyConfigured: {name} is not set: production needs it, like " in answer.stderr

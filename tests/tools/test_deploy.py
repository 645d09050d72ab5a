"""What the containers are given is what the settings read and the README lists."""

from __future__ import annotations

import re

from tools.servers import PROJECT

SETTING = re.compile(r'env\.?\w*\(\s*"([A-Z_]+)"')


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


def test_every_setting_is_in_the_table_of_the_readme():
    readme = (PROJECT / "README.md").read_text()
    for_journeys_alone = {"CELERY_QUEUE", "CLOCK_OFFSET_SECONDS"}

    listed = {name for name in read_by_the_settings() if f"`{name}`" in readme}
    assert read_by_the_settings() - listed == for_journeys_alone

"""One way to write a time of day: Django's P, as in 7:35 p.m., 2 p.m., noon."""

from __future__ import annotations

import re

from django.conf import settings

FILTER = re.compile(r"""\|\s*(?:date|time):["']([^"']+)["']""")
OF_THE_CLOCK = re.compile(r"[aAfgGhHisu]")


def formats_of_times():
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.*")):
        for given in FILTER.findall(path.read_text()):
            if given != "c":  # for programs
                yield f"{path.name}: {given}", given


def test_templates_write_times_of_day_in_one_way():
    found = list(formats_of_times())

    assert sum("P" in given for _, given in found) >= 5
    assert [where for where, given in found if OF_THE_CLOCK.search(given)] == []


def test_a_sentence_that_ends_with_a_time_has_one_full_stop():
    for path in (settings.BASE_DIR / "templates").rglob("*.*"):
        assert not re.search(r"""P["']\s*}}\.""", path.read_text()), path

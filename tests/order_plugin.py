"""What runs where and when, where tests run side by side.

A file stays in one process, as with `--dist loadfile`, and all that walks through the running
portal stays in one as well: it is started, and its demonstration loaded, once. What takes long
begins first, so that no process waits at the end for another one's longest file; files of a folder
stay together, because a folder's things are built once for as long as its tests last.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from xdist.scheduler import LoadScopeScheduling

PORTAL = "the running portal"
JOURNEYS = "tests/journeys/"
WITHOUT_PORTAL = JOURNEYS + "test_accessibility.py"
# Most of the waiting first, then most of the work. The first two need nothing of each other, so
# the database that one of them makes is there for a copy when the other comes to it.
FIRST = (
    JOURNEYS,
    "tests/tools/",
    WITHOUT_PORTAL,
    "tests/access/",
    "tests/pages/",
    "tests/demo/test_past_digest.py",
    "tests/attacks/",
    "tests/digests/",
    "tests/members/",
)


def scope_of(path: str) -> str:
    """What a file is never parted from: itself, or the portal's other journeys."""
    walks = path.startswith(JOURNEYS) and path != WITHOUT_PORTAL
    return PORTAL if walks else path


def turn_of(path: str) -> int:
    """The place in the order; the longest beginning that fits counts."""
    fitting = [(len(start), turn) for turn, start in enumerate(FIRST) if path.startswith(start)]
    return max(fitting)[1] if fitting else len(FIRST)


class Schedule(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid.partition("::")[0])


def pytest_xdist_make_scheduler(
    config: pytest.Config, log: Callable[..., None]
) -> LoadScopeScheduling | None:
    if config.getoption("dist") != "loadfile":
        return None
    # Else those with the most tests would go first, and those are quick.
    config.option.loadscopereorder = False
    return Schedule(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Only side by side; a run of one process keeps the order of the folders."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: turn_of(item.nodeid.partition("::")[0]))

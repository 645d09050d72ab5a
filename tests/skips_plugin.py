"""Says at the end of a run what was skipped and how to get it; with REQUIRE_ALL=1 that fails.

A skip's reason is a sentence for a person: what is missing and how to get it.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest


def _reasons(reporter: pytest.TerminalReporter) -> Counter[str]:
    reasons: Counter[str] = Counter()
    for report in reporter.stats.get("skipped", []):
        told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[told.removeprefix("Skipped: ")] += 1
    return reasons


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    is_worker = hasattr(session.config, "workerinput")
    if reporter is None or is_worker or os.environ.get("REQUIRE_ALL") != "1":
        return
    if _reasons(reporter) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reason, count in sorted(_reasons(terminalreporter).items()):
        line = f"NOT RUN: {count} test{'s' if count != 1 else ''}: {reason}"
        if os.environ.get("REQUIRE_ALL") == "1":
            line += " (REQUIRE_ALL=1: so this run has failed)"
        terminalreporter.write_line(line, yellow=True, bold=True)

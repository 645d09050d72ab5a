"""Brings database, demonstration and static files up to date; each step says how long it took.

One process for all of it, because loading Django is what takes longest when nothing has changed.
"""

from __future__ import annotations

import hashlib
import io
import logging
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tools.refusals import Refusal, one_sentence


def migrate() -> str:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return "Database: up to date"
    call_command("migrate", verbosity=0, interactive=False)
    return f"Database: {len(plan)} migrations applied"


def load_demo() -> str:
    said = io.StringIO()
    call_command("load_demo", stdout=said)
    lines = said.getvalue().strip().splitlines()
    return f"Demonstration: {lines[-1]}" if lines else "Demonstration: loaded"


def static_files() -> str:
    call_command("build_css", verbosity=0)
    stamp = Path(settings.STATIC_ROOT) / ".collected-from"
    now = _fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return "Static files: up to date"
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now)
    return "Static files: built, named by their content and compressed"


def _fingerprint() -> str:
    """Changes when a source file comes, goes or says something else."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            content = Path(storage.path(path)).read_bytes()
            digest.update(f"{path} {hashlib.sha256(content).hexdigest()}\n".encode())
    return digest.hexdigest()


def people(file: Path) -> str:
    said = io.StringIO()
    call_command("demo_people", stdout=said)
    file.write_text(said.getvalue(), encoding="utf-8")
    return ""


def step(name: str, work: Callable[[], str], *, log: Path) -> None:
    started = time.monotonic()
    try:
        told = work()
    except Exception as error:  # noqa: BLE001  whatever it is becomes one sentence and a log
        log.write_text(traceback.format_exc(), encoding="utf-8")
        reason = (str(error).strip().splitlines() or [""])[0]
        raise Refusal(
            f"The step “{name}” failed ({type(error).__name__}: {reason}): {log} has the whole "
            "story; mend that and run the command again."
        ) from None
    if told:
        print(f"{told} ({time.monotonic() - started:.1f} s)", flush=True)


def load_settings() -> str:
    django.setup()
    # A hundred pages that are made and published are one line here.
    logging.disable(logging.INFO)
    return ""


def main(folder: Path) -> None:
    log = folder / "prepare.log"
    step("load the settings", load_settings, log=log)
    step("migrate the database", migrate, log=log)
    step("load the demonstration", load_demo, log=log)
    step("build the static files", static_files, log=log)
    step("list the people", lambda: people(folder / "people.txt"), log=log)


if __name__ == "__main__":
    with one_sentence():
        main(Path(sys.argv[1]))

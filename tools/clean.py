"""`make clean`: delete what commands made. Standard library only, for it deletes `.venv` too."""

from __future__ import annotations

import fcntl
import shutil
import sys
from pathlib import Path

from tools.privileges import place_outside
from tools.refusals import one_sentence

PROJECT = Path(__file__).resolve().parent.parent
MADE = [".venv", "var", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache"]
MADE += [".hypothesis", "test-results"]


def in_use() -> Path | None:
    """A folder under var/ whose servers somebody still uses."""
    for path in (PROJECT / "var").glob("**/keeper.lock"):
        with path.open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return path.parent
    return None


def main() -> int:
    used = in_use()
    if used:
        print(f"The servers in {used} are in use: stop that run first.", file=sys.stderr)
        return 1
    outside = [place_outside(PROJECT / "var" / name) for name in ("", "test", "bench")]
    for path in [*outside, *(PROJECT / name for name in MADE)]:
        if path.exists():
            shutil.rmtree(path)
            print(f"Deleted {path}")
    for path in list(PROJECT.rglob("__pycache__")):
        shutil.rmtree(path)
    return 0


if __name__ == "__main__":
    with one_sentence():
        sys.exit(main())

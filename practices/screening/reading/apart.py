"""Reads a file in a process of its own, which may take so long and so much memory, no more."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from .contents import Contents, unread
from .pictures import read_picture
from .texts import read_table, read_text

logger = logging.getLogger(__name__)

SECONDS = 15
MEMORY = 1024 * 1024 * 1024
ROOT = Path(__file__).resolve().parents[3]
# These are read here: their size bounds the work, and Pillow has opened the pictures already.
HERE: dict[str, Callable[[IO[bytes]], Contents]] = {
    "txt": read_text, "csv": read_table,
    "png": read_picture, "jpg": read_picture, "webp": read_picture, "gif": read_picture,
}  # fmt: skip
APART = frozenset({"pdf", "docx", "xlsx", "pptx"})


def read_file(file: IO[bytes], kind: str, *, seconds: int = SECONDS) -> Contents:
    """What is in a file of this kind. Whatever is wrong with it: not read, never an error."""
    file.seek(0)
    try:
        if kind in HERE:
            return HERE[kind](file)
        return _apart(file, kind, seconds) if kind in APART else unread()
    except Exception:  # noqa: BLE001  readers of strangers' files raise nearly anything
        logger.info("A file of kind %s could not be read", kind)
        return unread()
    finally:
        file.seek(0)


def _apart(file: IO[bytes], kind: str, seconds: int) -> Contents:
    with tempfile.NamedTemporaryFile(suffix=f".{kind}") as copy:
        while chunk := file.read(1024 * 1024):
            copy.write(chunk)
        copy.flush()
        done = subprocess.run(  # noqa: S603  our own module; the name of the copy is ours
            [sys.executable, "-I", "-c", CHILD, str(ROOT), copy.name, kind, str(seconds)],
            capture_output=True,
            timeout=seconds + 5,
            check=True,
        )
    return Contents.from_data(json.loads(done.stdout))


# The limits stand before anything is opened. `-I`: no settings of the surroundings reach it.
CHILD = f"""
import contextlib, resource, sys
root, path, kind, seconds = sys.argv[1:]
for limit, most in (
    (resource.RLIMIT_CPU, int(seconds)),
    (resource.RLIMIT_AS, {MEMORY}),
    (resource.RLIMIT_CORE, 0),
):
    with contextlib.suppress(ValueError, OSError):  # not every system has every limit
        resource.setrlimit(limit, (most, most))
sys.path.insert(0, root)
import json
if kind == "pdf":
    from practices.screening.reading.pdf import read_pdf as read
else:
    from practices.screening.reading.office import read_office as read
with open(path, "rb") as file:
    sys.stdout.write(json.dumps(read(file).as_data()))
"""

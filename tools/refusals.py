"""How a tool says no: one sentence that tells a person what to do, and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Refusal(Exception):
    """The one sentence a person reads when a tool cannot go on."""


@contextmanager
def one_sentence() -> Iterator[None]:
    """Turn a refusal into its sentence on standard error and exit code 1."""
    try:
        yield
    except Refusal as refusal:
        print(f"{refusal}", file=sys.stderr, flush=True)
        raise SystemExit(1) from None
    except PermissionError as error:
        print(
            f"{error.filename or 'A file'} belongs to another person on this machine: run the "
            "command as the one who ran it first, or delete the folders var/ and .venv/.",
            file=sys.stderr,
            flush=True,
        )
        raise SystemExit(1) from None

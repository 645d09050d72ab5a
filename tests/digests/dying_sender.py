"""Senders that are killed: a process that has read Django once and forks one for each order.

It reads orders from its input, one a line in JSON: the issue, the port of the mail server and a
named point with the number of the letter at which to die there as by kill -9. Or no point: then it
is the whole tick, and the test kills it. It answers with the process id of the sender, and once
more with how that one ended.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any


def send(issue: int, port: int, point: str, nth: int) -> None:
    from django.conf import settings
    from django.core.management import call_command

    from collaborative.core.mail.transport import SMTP_BACKEND

    from .conftest import MONDAY

    settings.EMAIL_BACKEND = SMTP_BACKEND
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    if not point:
        with open(os.devnull, "w") as quiet:  # noqa: PTH123  a stream, not a file
            call_command("send_due_digests", "--deliver", "--now", MONDAY.isoformat(), stdout=quiet)
        return

    from collaborative.core.mail.smtp import SMTPTransport
    from collaborative.digests import tasks
    from collaborative.digests.actions import sending

    points = {
        "inside the claim": (sending, "_reason_not_to", False),
        "after the claim": (sending, "_send", True),
        "before the message": (SMTPTransport, "_body", True),
        "after the answer": (SMTPTransport, "_body", False),
        "before the answer is written down": (sending, "settle", True),
        "after the answer is written down": (sending, "settle", False),
    }
    place, name, before = points[point]
    die(place, name, before=before, nth=nth)
    tasks.deliver_here(issue, now=lambda: MONDAY)


def die(place: Any, name: str, *, before: bool, nth: int) -> None:
    original: Callable[..., Any] = getattr(place, name)
    reached = 0

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        nonlocal reached
        reached += 1
        if before and reached == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*args, **kwargs)
        if not before and reached == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(place, name, wrapped)


def main() -> None:
    import django

    django.setup()
    # Read once here what every sender needs: else each of them takes seconds to begin.
    from django.core.management import load_command_class
    from django.urls import get_resolver

    from . import conftest  # noqa: F401

    load_command_class("collaborative.digests", "send_due_digests")
    _ = get_resolver().reverse_dict
    for order in sys.stdin:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                send(**json.loads(order))
                status = 0
            finally:
                os._exit(status)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

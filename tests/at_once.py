"""Several steps at the same moment: real transactions in real threads."""

from __future__ import annotations

import threading

from django.db import connection


def at_once(*steps):
    """Runs the steps side by side; gives what each returned or refused with."""
    start = threading.Barrier(len(steps))
    results = [None] * len(steps)

    def run(place, step):
        try:
            start.wait(10)
            results[place] = step()
        except Exception as error:  # noqa: BLE001  the test looks at each
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results

"""Asks this container's own web server how it is, as a visitor of the site would.

    python healthcheck.py [address]

Exit code 0 when `/healthz` answers 200: the process serves and the database answers it.
"""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

SECONDS = 5


def main(address: str) -> int:
    # The site answers to its own name only, so the question has to name it.
    name = urlsplit(os.environ["BASE_URL"]).netloc
    question = urllib.request.Request(f"{address}/healthz", headers={"Host": name})  # noqa: S310  an address of this container
    try:
        with urllib.request.urlopen(question, timeout=SECONDS) as answer:  # noqa: S310  see above
            return 0 if answer.status == 200 else 1  # noqa: PLR2004  HTTP's word for "well"
    except OSError as error:
        print(f"unhealthy: {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))

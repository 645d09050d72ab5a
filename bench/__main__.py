"""`make bench`, or `python -m bench` with DATABASE_URL and REDIS_URL of scratch servers."""

from __future__ import annotations

import sys

from bench.run import main

sys.exit(main(sys.argv[1:]))

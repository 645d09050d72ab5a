from __future__ import annotations

from collections.abc import Iterator

import pytest

from .sink import Sink


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server of one's own; tests that need TLS or a password start it themselves."""
    server = Sink().start()
    yield server
    server.stop()

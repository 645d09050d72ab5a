"""What those try who mean no good."""

from __future__ import annotations

import uuid

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def _own_keys(monkeypatch):
    """Tests run side by side on one Valkey: what one counts or uses up there is not another's."""
    monkeypatch.setattr(caches["default"], "key_prefix", uuid.uuid4().hex)

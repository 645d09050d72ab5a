"""Builds the stylesheet once a run, so that pages under test wear what people see."""

from __future__ import annotations

import pytest
from django.core.management import call_command


@pytest.fixture(scope="session")
def site_css() -> None:
    """The built css/site.css of this tree; asked for by tests that open pages in a browser."""
    call_command("build_css", verbosity=0)

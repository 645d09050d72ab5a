"""The answer of a writer who was asked about patients, as the page that asked would send it."""

from __future__ import annotations

from bs4 import BeautifulSoup


def sure(page):
    """The tick, with the hidden field that says what it is about."""
    form = BeautifulSoup(page.content, "html.parser")
    told = form.find("input", {"name": "asked_about", "type": "hidden"})["value"]
    assert form.find("input", {"name": "is_nobody", "type": "checkbox"}).get("checked") is None
    return {"is_nobody": "on", "asked_about": told}

"""Taking a practice down works at once, everywhere that anybody but its own people reaches."""

from __future__ import annotations

import pytest
from django.test import Client

from practices import actions as practices
from practices.models import Practice
from tests.sign_in import sign_in

from .crawl import crawl, holding

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["anon", "stewardB"])
def test_no_page_feed_file_or_answer_holds_a_word_of_it(who, things):
    """The reader is the same before and after, with whatever was kept for that browser."""
    t, client = things, Client()
    if who != "anon":
        sign_in(client, getattr(t, who))
    words = {name: word for name, word in t.shown.words.items() if name.startswith("public ")}
    found_by = (
        f"/practices/?q={words['public advice']}", f"/practices/?tag={words['public tag']}",
        f"/api/v1/practices?q={words['public advice']}", f"/api/v1/practices/{t.public.slug}",
        f"/feeds/practices.atom?q={words['public advice']}",
        f"/practices/export.csv?q={words['public advice']}",
        f"/practices/suggest/?q={words['public title']}",
        f"/practices/{t.public.slug}/history/?from={t.first_version}&to={t.public.live_revision_id}",
        *(f"/practices/{t.public.slug}/files/{pk}/" for pk in t.public.file_ids),
    )  # fmt: skip
    before = crawl(client, *found_by)
    assert set(holding(before, words)) == set(words)
    counted = client.get("/practices/").content
    slug = t.public.slug

    # The row anew: what others hold of it keeps the address, which goes with the take-down.
    row = Practice.objects.get(pk=t.public.pk)
    practices.take_down(practice=row, reason="A name was in it.", by=t.coord, now=t.now)

    # What a link led to before is asked for again, also where no link leads to it any more.
    after = crawl(client, *before)
    echoes = {address for address in after if any(word in address for word in words.values())}
    assert holding({to: page for to, page in after.items() if to not in echoes}, words) == {}
    for address in echoes:  # the question itself is said again, and what it was about is not
        told = holding({address: after[address]}, words)
        assert {name for name in told if words[name] not in address} == set(), address
    own = [
        address for address, page in before.items()
        if address.startswith(f"/practices/{slug}/")
        and page.status != 405  # only a form leads there; whatever it is called, it says no more
    ]  # fmt: skip
    assert len(own) > 4
    assert {after[address].status for address in own} == {404}
    assert slug not in after["/sitemap.xml"].body.decode()
    assert client.get("/practices/").content != counted

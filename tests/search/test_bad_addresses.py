"""No address breaks a list: it is understood, or it is a 400 or 404."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.practices import published_practice

pytestmark = pytest.mark.django_db

LISTS = ["/practices/", "/feeds/practices.atom", "/api/v1/practices", "/practices/export.csv"]
ABSURD = [
    ("page=99999999", {200, 404}),
    ("page=" + "9" * 5000, {200, 404, 400}),
    ("page=-1", {200, 404, 400}),
    ("page=0", {200, 404, 400}),
    ("page=one", {200, 404, 400}),
    ("page=1.5", {200, 404, 400}),
    ("page=%D9%A3", {200, 404, 400}),
    ("q=" + "a" * 100_000, {400}),
    ("q=" + "a+" * 3000, {200}),
    ("q=%00", {400}),
    ("q=%ff%fe", {400}),
    ("q=%ED%A0%80", {400}),
    ("scope=%00", {400}),
    ("q=%26+%7C+%21+%28+%29+%3A%2A", {200}),
    ("q=%22%22%22", {200}),
    ("q=-", {200}),
    ("q=-interpreters", {200}),
    ("q=or+or+or", {200}),
    ("q='; DROP TABLE practices_practice; --", {200}),
    ("q=%25s%25%25", {200}),
    ("tag=%25s&institution=%25s&stage=%25s&story=%25s&scope=%25s&wall=%25s", {200}),
    ("tag={}&tag=%7B%22%7D&tag=%5C", {200}),
    ("scope=" + "&scope=".join(f"s{n}" for n in range(700)), {200}),
    ("&".join(f"x{n}=1" for n in range(1100)), {200, 400}),
    ("sort=nonsense&wall=middle", {200}),
    ("=&&==&q", {200}),
    ("q[]=1&scope[0]=x", {200}),
]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(("query", "allowed"), ABSURD)
def test_absurd_addresses_are_answered(client, address, query, allowed):
    published_practice()

    response = client.get(f"{address}?{query}")

    assert response.status_code in allowed, (response.status_code, query[:60])


@pytest.mark.parametrize("page", ["99999999", "9" * 5000, "-1", "0", "one", "2"])
def test_pages_that_are_not_there_are_not_found(client, page):
    published_practice()

    response = client.get(f"/practices/?page={page}")

    assert response.status_code == 404
    assert b"no such page" in response.content


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["q", "scope", "wall", "institution", "tag", "stage", "story", "sort", "page"]
            ),
            st.text(max_size=60),
        ),
        max_size=6,
    )
)
def test_no_address_is_a_server_error(client, pairs):
    query = "&".join(f"{name}={quote(value, errors='surrogatepass')}" for name, value in pairs)
    for address in LISTS:
        assert client.get(f"{address}?{query}").status_code in {200, 400, 404}


def test_lists_are_read_only(client):
    assert client.post("/practices/").status_code == 405
    assert client.post("/feeds/practices.atom").status_code == 405
    assert client.delete("/api/v1/practices").status_code == 405

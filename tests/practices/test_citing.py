"""Citations, the stable address, what machines read, and what stands below a practice."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from practices import actions, citing
from practices.models import Practice
from tests.factories import published_practice
from tests.matrix import body_of

pytestmark = pytest.mark.django_db
NASTY = '</script><b>"{ED} \\input % & 100_%\r\nER  - '


def page_of(client, practice):
    return BeautifulSoup(client.get(practice.get_absolute_url()).content, "html.parser")


def test_the_number_leads_to_the_address_of_the_day(client):
    practice = published_practice(title="Night interpreters")

    assert client.get(f"/practices/{practice.pk}/")["Location"] == "/practices/night-interpreters/"
    actions.take_down(
        practice=practice, by=practice.published_by, reason="A name.", now=timezone.now()
    )
    hidden = client.get(f"/practices/{practice.pk}/")
    assert hidden.status_code == 404
    assert body_of(hidden) == body_of(client.get("/practices/999999999/"))


def test_a_title_of_figures_does_not_take_a_number(client):
    practice = published_practice(title="2019")

    assert practice.slug == "practice-2019"
    assert client.get(practice.get_absolute_url()).status_code == 200


def test_references_name_the_version_and_the_stable_address(client):
    practice = published_practice(title="Night interpreters", tags=["doulas"])

    bib = client.get(f"{practice.get_absolute_url()}cite.bib").content.decode()
    ris = client.get(f"{practice.get_absolute_url()}cite.ris").content.decode()

    address = f"http://testserver/practices/{practice.pk}/"
    year = f"{timezone.now():%Y}"
    assert bib.startswith(f"@misc{{practice{practice.pk}v1,\n")
    for line in ("title = {{Night interpreters}}", f"year = {{{year}}}", "version = {1}",
                 f"url = {{{address}}}"):  # fmt: skip
        assert f"  {line}" in bib
    lines = ris.split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert lines[-2:] == ["ER  - ", ""]
    assert {"TI  - Night interpreters", "KW  - doulas", "ET  - 1", f"UR  - {address}"} <= set(lines)
    assert f"version 1). DLP Minnesota Alumni Collaborative. {address}" in (
        page_of(client, practice).select_one(".practice-cite").text
    )
    assert client.get(f"{practice.get_absolute_url()}cite.exe").status_code == 404


def test_what_authors_type_stays_inside_every_format(client):
    practice = published_practice(title=f"T {NASTY}", tags=[NASTY[:30]], need=NASTY)

    bib = client.get(f"{practice.get_absolute_url()}cite.bib").content.decode()
    ris = client.get(f"{practice.get_absolute_url()}cite.ris").content.decode()
    page = client.get(practice.get_absolute_url()).content.decode()

    plain = re.sub(r"\\[{}]", "", bib)
    assert plain.count("{") == plain.count("}")
    assert "\\input" not in bib
    assert [line for line in ris.split("\r\n") if line.startswith("ER")] == ["ER  - "]
    scripts = BeautifulSoup(page, "html.parser").select('script[type="application/ld+json"]')
    assert json.loads(scripts[0].text)["abstract"] == NASTY.strip().replace("\r\n", "\n") or (
        json.loads(scripts[0].text)["abstract"] == NASTY
    )
    assert "</script><b>" not in page


def test_machines_read_what_people_read(client):
    practice = published_practice(
        title="Night interpreters", licence="CC-BY-4.0", counties=["Cook"], tags=["doulas"]
    )

    data = json.loads(page_of(client, practice).select_one("script[type$=json]").text)

    assert data["@id"] == citing.permanent_address(practice)
    assert (data["version"], data["headline"]) == ("1", "Night interpreters")
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert data["spatialCoverage"] == ["Cook County, Minnesota"]
    assert data["about"] == ["Language access"]


def test_versions_say_what_changed(client):
    practice = published_practice(title="First", need="Old need.")
    now = timezone.now()
    by = {"practice": practice, "by": practice.author, "now": now}
    actions.save_draft(**by, words={"need": "New need.", "funding": "A grant."})
    actions.submit(**by)
    actions.publish(practice=practice, by=practice.published_by, now=now)

    items = page_of(client, practice).select("[aria-labelledby=versions] li")

    assert [item.text.partition(":")[2] for item in items] == [" changed Need, Who pays", ""]
    assert items[0].text.startswith("Version 2, ")
    assert Practice.objects.get(pk=practice.pk).public_version == 2


def test_related_practices_vanish_when_taken_down(client, roles, client_of):
    words = {"scopes": ["accessibility"], "tags": ["ramps", "signs"]}
    near = published_practice(title="Near", **words)
    near_too = published_practice(title="Near too", scopes=["accessibility"], tags=["ramps"])
    area_only = published_practice(title="Area only", scopes=["accessibility"], tags=["buses"])
    published_practice(title="Elsewhere", scopes=["policy-advocacy"], tags=["law"])
    practice = published_practice(title="In question", **words)

    def below(reader):
        return [link.text for link in page_of(reader, practice).select(".practice-related a")]

    assert below(client) == below(client_of(roles.memberB)) == ["Near", "Near too", "Area only"]
    # Those published before name the new one as well.
    assert "In question" in page_of(client, near).select_one(".practice-related").text
    for hidden in (near, near_too, area_only):
        actions.take_down(
            practice=hidden, by=hidden.published_by, reason="A name.", now=timezone.now()
        )
    assert below(client) == below(client_of(roles.memberB)) == []


def test_the_year_of_a_citation_is_that_of_minnesota(client):
    evening = dt.datetime(2026, 1, 1, 2, tzinfo=dt.UTC)  # 8 p.m. in Chicago
    practice = published_practice(title="New year", now=evening)
    page = page_of(client, practice)

    assert "(2025). New year" in page.select_one(".practice-cite").text
    assert "December 31, 2025" in page.select_one("#versions + ul").text
    assert "year = {2025},\n  month = {12}" in citing.as_bibtex(practice)
    assert "PY  - 2025\r\nDA  - 2025/12/31\r\n" in citing.as_ris(practice)
    machines = json.loads(page.select_one('script[type="application/ld+json"]').text)
    assert machines["dateModified"] == "2026-01-01T02:00:00+0000"

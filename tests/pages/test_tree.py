"""The pages that are always there, and where others may hang."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from wagtail.models import Page, Site

from collaborative.pages import actions, models
from collaborative.pages.tree import ensure_tree
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_empty_database_is_a_site(client):
    assert Site.objects.get(is_default_site=True).root_page.specific_class is models.HomePage
    for address, title in (
        ("/", "Closing the gaps together"),
        ("/charter/", "Our charter"),
        ("/institutions/", "Institutions"),
        ("/thought-leadership/", "Thought leadership"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert f"<h1>{title}</h1>" in answer.content.decode()
        assert answer.content.decode().count("<h1") == 1


def test_the_cms_greets_with_the_name_of_the_portal(client_of, roles, settings):
    client = client_of(roles.siteadmin)
    heading = BeautifulSoup(client.get("/cms/").content, "html.parser").h1
    assert settings.SITE_NAME in heading.get_text()
    ensure_tree()
    assert Site.objects.get().site_name == settings.SITE_NAME


def test_authors_are_offered_by_name(client_of, roles):
    for name in ("zora", "Anselm", "Mira"):
        UserFactory(name=name)
    UserFactory(name="Gone", is_active=False)
    index = models.ThoughtLeadershipIndexPage.objects.get()
    address = f"/cms/pages/add/pages/thoughtleadershippage/{index.pk}/"
    page = BeautifulSoup(client_of(roles.siteadmin).get(address).content, "html.parser")
    names = [one.get_text() for one in page.select("select[name=author] option")][1:]
    assert names == sorted(names, key=str.lower)
    assert {"zora", "Anselm", "Mira"} < set(names)
    assert "Gone" not in names


def test_tree_is_sound():
    assert Page.find_problems() == ([], [], [], [], [])


def test_tree_is_planted_again_where_it_is_gone_and_only_there():
    before = list(Page.objects.order_by("path").values_list("path", "url_path"))
    ensure_tree()
    assert list(Page.objects.order_by("path").values_list("path", "url_path")) == before
    models.ThoughtLeadershipIndexPage.objects.get().delete()
    ensure_tree()
    assert models.ThoughtLeadershipIndexPage.objects.get().url == "/thought-leadership/"


@pytest.mark.parametrize(
    ("model", "places"),
    [
        (models.HomePage, {"Page"}),
        (models.CharterPage, {"HomePage"}),
        (models.InstitutionIndexPage, {"HomePage"}),
        (models.ThoughtLeadershipIndexPage, {"HomePage"}),
        (models.InstitutionPage, {"InstitutionIndexPage"}),
        (models.NewsPage, {"InstitutionPage"}),
        (models.ThoughtLeadershipPage, {"ThoughtLeadershipIndexPage"}),
    ],
)
def test_pages_hang_in_one_place_only(model, places):
    assert {parent.__name__ for parent in model.allowed_parent_page_models()} == places
    assert model.page_description


def test_fixed_pages_exist_once():
    for model in (
        models.HomePage,
        models.CharterPage,
        models.InstitutionIndexPage,
        models.ThoughtLeadershipIndexPage,
    ):
        parent = model.objects.get().get_parent()
        assert not model.can_create_at(parent)


def test_institution_page_bears_the_institutions_name(corners, client):
    assert corners.page_a.url == corners.a.get_absolute_url() == "/institutions/heron-lake-health/"
    corners.page_a.slug = "something-else"
    corners.page_a.save()
    assert corners.page_a.slug == "heron-lake-health"

    corners.a.name, corners.a.slug = "Heron Health", "heron-health"
    corners.a.save()
    assert client.get("/institutions/heron-health/").status_code == 200
    assert client.get("/institutions/heron-lake-health/").status_code == 404


def test_institution_without_a_page_is_shown_by_what_the_portal_knows(roles, client):
    answer = client.get("/institutions/heron-lake-health/").content.decode()
    assert "<h1>Heron Lake Health</h1>" in answer
    assert "Saint Louis" in answer
    roles.a.state = "closed"
    roles.a.save()
    assert client.get("/institutions/heron-lake-health/").status_code == 404


def test_pages_are_made_once(roles):
    first = actions.ensure_institution_page(institution=roles.a, by=roles.siteadmin)
    assert actions.ensure_institution_page(institution=roles.a, by=roles.siteadmin) == first
    assert models.InstitutionPage.objects.count() == 1


def test_news_does_not_take_an_address_of_the_portal(corners, now):
    with pytest.raises(ValidationError):
        actions.add_news(
            institution_page=corners.page_a, slug="people", title="People", kind="news",
            date=now.date(), summary="x", body="x", by=corners.stewardA, now=now,
        )  # fmt: skip


def test_no_block_takes_raw_html():
    from wagtail import blocks

    def walk(block):
        yield block
        for child in getattr(block, "child_blocks", {}).values():
            yield from walk(child)
        if hasattr(block, "child_block"):
            yield from walk(block.child_block)

    seen = 0
    for model in (getattr(models, name) for name in models.__all__):
        for field in model._meta.get_fields() if hasattr(model, "_meta") else ():
            for block in walk(field.stream_block) if hasattr(field, "stream_block") else ():
                seen += 1
                assert not isinstance(block, blocks.RawHTMLBlock)
                assert getattr(block.meta, "template", None) or isinstance(
                    block, (blocks.StreamBlock, blocks.FieldBlock)
                ), block
    assert seen > 20

"""Layer 1 beyond addresses: every task, and every field that leaves the portal by itself.

docs/fields.csv says which rows of the matrix govern each; here what there really is is listed: the
schemas of the API, the elements of feeds and maps, the properties of calendars, the columns of
spreadsheets, what a search looks into and narrows by. Both lists have to agree, both ways.
"""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from celery import current_app
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db import models, transaction
from django.test import Client
from wagtail.search.index import AutocompleteField, SearchField, get_indexed_models

from collaborative.directory.forms import FindForm
from collaborative.search.models import Entry
from collaborative.search.terms import FACETS
from collaborative.search.ways.forms import LikeForm
from events.models import Meeting
from members.forms import RecordForm
from members.models import Institution, User
from practices import actions as practices
from practices import derived
from practices.models import Comment, Practice, PracticeFile, Question, Review
from tests.factories import answered_question, asked_question, contact, written_comment
from tests.sign_in import sign_in
from tests.url_map import ROOT, matrix

pytestmark = pytest.mark.django_db
Field = tuple[str, str]
JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def said() -> dict[Field, dict[str, str]]:
    with (ROOT / "docs" / "fields.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    found = {(row["surface"], row["field"]): row for row in rows}
    assert len(found) == len(rows), "a field is named twice"
    return found


def tasks() -> Iterator[Field]:
    current_app.loader.import_default_modules()
    for name in current_app.tasks:
        if not name.startswith("celery."):
            yield "task", name


def api() -> Iterator[Field]:
    openapi = Client().get("/api/v1/openapi.json").json()
    for name, schema in openapi["components"]["schemas"].items():
        for field in schema.get("properties", {}):
            yield "api", f"{name}.{field}"
    for path, methods in openapi["paths"].items():
        for parameter in (one for way in methods.values() for one in way.get("parameters", [])):
            yield "api", f"{path}?{parameter['name']}"


def xml_of(surface: str, path: str) -> Iterator[Field]:
    root = ET.fromstring(Client().get(path).content)  # noqa: S314  our own
    for element in root.iter():
        name = element.tag.partition("}")[2]
        yield surface, name
        for attribute in element.attrib:
            yield surface, f"{name}@{attribute.rpartition('}')[2]}"


def calendar_of(surface: str, path: str) -> Iterator[Field]:
    part = ""
    for line in Client().get(path).content.decode().replace("\r\n ", "").split("\r\n"):
        name = line.partition(":")[0].partition(";")[0]
        part = line.partition(":")[2] if name == "BEGIN" else "" if name == "END" else part
        if name and part == "VEVENT" and name != "BEGIN":
            yield surface, name


def json_ld_of(path: str) -> Iterator[Field]:
    """What the page of a practice says to machines."""
    for text in JSON_LD.findall(Client().get(path).content.decode()):
        for name, value in json.loads(text).items():
            yield "practice json-ld", name
            for inner in value if isinstance(value, dict) else ():
                yield "practice json-ld", f"{name}.{inner}"


def citation_of(surface: str, path: str, names: str) -> Iterator[Field]:
    for name in re.findall(names, Client().get(path).content.decode(), re.MULTILINE):
        yield surface, name


def columns_of(surface: str, client: Client, path: str) -> Iterator[Field]:
    head = client.get(path).content.decode("utf-8-sig").splitlines()[0]
    for name in next(csv.reader([head])):
        yield surface, name


def searched(t) -> Iterator[Field]:
    """Each text of a practice and of what belongs to it, put in turn: is it found?"""
    practice = t.newer_waiting
    for owner, model, pk in (
        ("Practice", Practice, practice.pk),
        ("Institution", Institution, practice.institution_id),
        ("User", User, practice.author_id),
        ("PracticeFile", PracticeFile, t.newer_waiting_draft_file.pk),
        ("Review", Review, practice.reviews.first().pk),
        ("Comment", Comment, _hidden_comment(t, practice).pk),
        ("Question", Question, _answered(t, practice).pk),
    ):
        for field in model._meta.get_fields():
            text = getattr(field, "base_field", field)
            is_rows = isinstance(field, models.JSONField)
            is_text = is_rows or isinstance(text, (models.CharField, models.TextField))
            if not field.concrete or not is_text:
                continue
            if field.choices or field.name in {"card_html", "body_html"}:
                continue
            word = "zqword"
            value = [word] if isinstance(field, ArrayField) else [{"a": word}] if is_rows else word
            with transaction.atomic():
                model.objects.filter(pk=pk).update(**{field.name: value})
                derived.refresh(Practice.objects.get(pk=practice.pk))
                if Entry.objects.filter(pk=practice.pk, vector=SearchQuery(word)).exists():
                    yield "search", f"{owner}.{field.name}"
                transaction.set_rollback(True)


def _hidden_comment(t, practice: Practice) -> Comment:
    """One whose every text may be another."""
    comment = written_comment(practice, t.memberB)
    practices.hide_comment(comment=comment, reason="A name", by=t.stewardA, now=t.now)
    return comment


def _answered(t, practice: Practice) -> Question:
    contact(practice, t.authorA, now=t.now)
    question = asked_question(practice, t.memberB, now=t.now)
    return answered_question(question, t.authorA, now=t.now)


def asked() -> Iterator[Field]:
    for facet in FACETS:
        yield "facet", facet
    for form in (FindForm, LikeForm, RecordForm):
        for name in form.base_fields:
            yield form.__name__, name


def in_the_cms() -> Iterator[Field]:
    for model in get_indexed_models():
        for field in model.search_fields:
            if isinstance(field, (SearchField, AutocompleteField)):
                yield "cms search", f"{model._meta.label}.{field.field_name}"


def there(t) -> set[Field]:
    coordinator = sign_in(Client(), t.coord)
    Meeting.objects.update(summary="Why", agenda="What", cancelled_at=t.now, cancel_reason="Snow")
    return {
        *tasks(), *api(), *searched(t), *asked(), *in_the_cms(),
        *xml_of("practices.atom", "/feeds/practices.atom"),
        *xml_of("articles.atom", "/thought-leadership/articles.atom"),
        *xml_of("news.atom", f"/institutions/{t.a.slug}/news.atom"),
        *xml_of("sitemap.xml", "/sitemap.xml"),
        *json_ld_of(t.public.get_absolute_url()),
        *citation_of("practice.bib", f"{t.public.get_absolute_url()}cite.bib", r"^  (\w+) ="),
        *citation_of("practice.ris", f"{t.public.get_absolute_url()}cite.ris", r"^([A-Z]{2})  -"),
        *calendar_of("meeting.ics", t.meeting.get_ics_url()),
        *calendar_of("calendar feed", f"/calendar/{t.feeds['memberA']}.ics"),
        *columns_of("people.csv", coordinator, f"/institutions/{t.a.slug}/people.csv"),
        *columns_of("practices.csv", Client(), "/practices/export.csv"),
        *xml_of("opensearch.xml", "/opensearch.xml"),
        *columns_of("practices-by-people.csv", Client(), "/practices/gaps/people.csv"),
        *columns_of("practices-by-regions.csv", Client(), "/practices/gaps/regions.csv"),
    }  # fmt: skip


def test_every_field_has_a_row_in_the_matrix(things):
    lines, real = said(), there(things)

    assert sorted(real - lines.keys()) == []
    assert sorted(lines.keys() - real) == []


def test_the_rows_are_those_of_the_matrix_and_public_fields_say_why():
    known = matrix()
    for field, line in said().items():
        rows = line["rows"].split()
        assert rows, field
        assert all(row in known for row in rows if row != "PUBLIC"), field
        assert "PUBLIC" not in rows or line["note"], field


def test_no_page_holds_data_for_programs_beside_these(things):
    """Neither JSON-LD nor microdata nor Open Graph: they would be fields of their own."""
    of_practice = things.public.get_absolute_url()
    for path in ("/", "/practices/", of_practice, f"{of_practice}history/", things.page_a.url,
                 things.meeting.get_absolute_url(), things.article.url):  # fmt: skip
        page = Client().get(path).content.decode()
        for sign in (
            *(() if path == of_practice else ("ld+json",)),
            "itemprop",
            'property="og:',
            'name="twitter:',
        ):
            assert sign not in page, path

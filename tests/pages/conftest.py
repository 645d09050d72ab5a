"""Corners of the CMS and words to try them with."""

from __future__ import annotations

import io

import pytest
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Pillow
from wagtail.images import get_image_model

from collaborative.pages import actions
from collaborative.pages.models import Room

PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def editor(db):
    from tests.factories import UserFactory

    return UserFactory(email="editor@people.example.org", name="Edith", is_editor=True)


@pytest.fixture
def corners(roles):
    """`roles` with pages and corners of the CMS for institutions a and b and the consortium."""
    roles.page_a = actions.ensure_institution_page(institution=roles.a, by=roles.siteadmin)
    roles.page_b = actions.ensure_institution_page(institution=roles.b, by=roles.siteadmin)
    roles.room_a = actions.ensure_room(institution=roles.a)
    roles.room_b = actions.ensure_room(institution=roles.b)
    roles.room_c = actions.ensure_room(institution=None)
    for user in (roles.stewardA, roles.stewardB, roles.coord):
        actions.bring_in_step(user=user)
    return roles


def png(color="teal", size=(40, 30)):
    raw = io.BytesIO()
    Pillow.new("RGB", size, color).save(raw, "PNG")
    raw.seek(0)
    return raw


@pytest.fixture
def make_image():
    def make(room: Room, title="A picture"):
        model = get_image_model()
        return model.objects.create(
            title=title,
            collection=room.collection,
            file=ImageFile(png(), name="picture.png"),
        )

    return make


@pytest.fixture
def make_document():
    def make(room: Room, name="report.pdf", year=2025, content=PDF):
        return actions.keep_report(room=room, year=year, name=name, content=content, by=None)

    return make

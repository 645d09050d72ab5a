"""[DP11, DP12, PP2] Who may have the bytes of images and documents; what may be handed in."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from collaborative.pages import actions

from .conftest import PDF, png

pytestmark = pytest.mark.django_db

EVERYBODY = (
    "anon", "nomember", "memberB", "stewardB", "memberA", "authorA", "coord", "exA", "inactive",
)  # fmt: skip


def statuses(ours, client_of, address):
    found = {}
    for who in (*EVERYBODY, "stewardA", "siteadmin"):
        answer = client_of(getattr(ours, who)).get(address)
        found[who] = answer.status_code
        bytes_of(answer)
    return found


def bytes_of(answer):
    """All of a streamed answer; its file is closed without ending the test's connection."""
    if not answer.streaming:
        return answer.content
    content = b"".join(answer.streaming_content)
    for close in answer._resource_closers:
        close()
    return content


def hidden():
    return {**dict.fromkeys(EVERYBODY, 404), "stewardA": 200, "siteadmin": 200}


def public():
    return dict.fromkeys((*EVERYBODY, "stewardA", "siteadmin"), 200)


def publish_picture(page, image, by, now):
    picture = {
        "image": {"image": image.pk, "alt_text": "A square", "decorative": False},
        "caption": "",
    }
    page.picture = [{"type": "picture", "value": picture}]
    return page.save_revision(user=by)


def test_document_is_public_while_a_live_page_lists_it(
    corners, client_of, make_document, now, django_capture_on_commit_callbacks
):
    document = make_document(corners.room_a, name="Zebrafinch.pdf")
    assert statuses(corners, client_of, document.url) == hidden()
    unknown = client_of(None).get("/documents/999999/Zebrafinch.pdf")
    assert client_of(None).get(document.url).content == unknown.content

    reports = [{"year": 2025, "title": "Report", "summary": "", "document": document}]
    with django_capture_on_commit_callbacks(execute=True):
        page = actions.write_institution_page(
            institution=corners.a, words={"annual_reports": reports}, by=corners.stewardA, now=now
        )
    assert statuses(corners, client_of, document.url) == public()
    answer = client_of(None).get(document.url)
    assert bytes_of(answer) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    shown = client_of(None).get(page.url).content.decode()
    assert document.url in shown

    # A draft that lists another one makes nothing public; taking the page down hides again.
    other = make_document(corners.room_a, name="Other.pdf", year=2026)
    draft = page.get_latest_revision_as_object()
    draft.annual_reports = [
        {
            "type": "report",
            "value": {"year": 2026, "title": "x", "summary": "", "document": other.pk},
        }
    ]
    with django_capture_on_commit_callbacks(execute=True):
        draft.save_revision(user=corners.stewardA)
    assert statuses(corners, client_of, other.url) == hidden()
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert statuses(corners, client_of, document.url) == hidden()


def test_image_is_public_while_a_live_page_shows_it(
    corners, client_of, make_image, now, django_capture_on_commit_callbacks
):
    image = make_image(corners.room_a)
    copy = image.get_rendition("width-20")
    assert statuses(corners, client_of, copy.url) == hidden()
    assert statuses(corners, client_of, image.file.url) == hidden()

    revision = publish_picture(corners.page_a, image, corners.stewardA, now)
    assert statuses(corners, client_of, copy.url) == hidden()
    with django_capture_on_commit_callbacks(execute=True):
        revision.publish()
    assert statuses(corners, client_of, copy.url) == public()
    # The original stays with its people: what it says in its metadata was not meant to be shown.
    assert statuses(corners, client_of, image.file.url) == hidden()
    answer = client_of(None).get(copy.url)
    assert answer.headers["Cache-Control"] == "public, max-age=600"
    assert answer.headers["Content-Type"] == "image/png"
    assert bytes_of(answer).startswith(b"\x89PNG")


def test_media_knows_nothing_else(client, roles, client_of):
    for name in (
        "images/none.png",
        "../manage.py",
        "%2e%2e/manage.py",
        "a" * 3000,
        "avatar_images/x",
    ):
        assert client.get(f"/media/{name}").status_code == 404
        assert client_of(roles.siteadmin).get(f"/media/{name}").status_code == 404
    assert client.post("/media/images/none.png").status_code in {403, 405}


def bomb():
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as package:
        package.writestr("word/vbaProject.bin", b"x")
        package.writestr("word/document.xml", b"<x/>")
        package.writestr("[Content_Types].xml", b"macroEnabled")
    return raw.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.png", b"<html><script>alert(1)</script>"),
        ("a.png", b""),
        ("a.jpg", b"\xff\xd8\xff but nothing more"),
    ],
)
def test_images_are_looked_into(corners, client_of, name, content):
    client = client_of(corners.stewardA)
    for address in (reverse("wagtailimages:add"), reverse("wagtailimages:add_multiple")):
        field = "files[]" if "multiple" in address else "file"
        client.post(
            address,
            {"title": "x", field: SimpleUploadedFile(name, content, "image/png")},
            headers={"x-requested-with": "XMLHttpRequest"},
        )
    assert get_image_model().objects.count() == 0


def test_too_many_pixels_are_refused(corners, client_of, settings):
    settings.UPLOAD_MAX_PIXELS = 1000
    client = client_of(corners.stewardA)
    for size, made in (((40, 30), 0), ((30, 30), 1)):
        file = SimpleUploadedFile("x.png", png(size=size).read(), "image/png")
        client.post(reverse("wagtailimages:add"), {"title": "x", "file": file})
        assert get_image_model().objects.count() == made


@pytest.mark.parametrize(
    ("name", "content", "made"),
    [
        ("report.pdf", PDF, 1),
        ("report.pdf", b"<html><script>alert(1)</script>", 0),
        ("report.docx", bomb(), 0),
        ("report.pdf", b"MZ\x90\x00 a program", 0),
        ("picture.pdf", png().read(), 0),
        ("report.html", b"<p>x</p>", 0),
    ],
)
def test_documents_are_looked_into(corners, client_of, name, content, made):
    client = client_of(corners.stewardA)
    file = SimpleUploadedFile(name, content, "application/pdf")
    client.post(reverse("wagtaildocs:add"), {"title": "x", "file": file})
    assert get_document_model().objects.count() == made


def test_report_is_kept_once(corners, make_document):
    assert make_document(corners.room_a) == make_document(corners.room_a)
    assert make_document(corners.room_a) != make_document(corners.room_b)

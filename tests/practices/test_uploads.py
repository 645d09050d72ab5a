"""What a file is, is read from its content; what may carry programs is refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collaborative.core import uploads
from collaborative.core.uploads import UploadRefused, check_upload

from .conftest import picture

CONTENT_TYPES = b'<?xml version="1.0"?><Types></Types>'


def package(main="word/document.xml", types=CONTENT_TYPES, **more):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(main, b"<w/>")
        for name, content in more.items():
            archive.writestr(name.replace("__", "/"), content)
    return held.getvalue()


def png_header_of(width, height):
    """A PNG that claims a size and holds no pixels."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data
            + struct.pack(">I", zlib.crc32(kind + data))
        )  # fmt: skip

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b""))


def check(content, name="file.bin", **more):
    return check_upload(SimpleUploadedFile(name, content), **more)


TAKEN = [
    (b"%PDF-1.7 words", "pdf", "application/pdf"),
    (package(), "docx", uploads.MEDIA_TYPES["docx"]),
    (package("xl/workbook.xml"), "xlsx", uploads.MEDIA_TYPES["xlsx"]),
    (package("ppt/presentation.xml"), "pptx", uploads.MEDIA_TYPES["pptx"]),
    ("Größe, Zahl\n1,2\n".encode(), "txt", "text/plain"),
    ("caf\xe9".encode("cp1252"), "txt", "text/plain"),
    (picture("PNG"), "png", "image/png"),
    (picture("JPEG"), "jpg", "image/jpeg"),
    (picture("WEBP"), "webp", "image/webp"),
    (picture("GIF"), "gif", "image/gif"),
]


@pytest.mark.parametrize(("content", "kind", "media_type"), TAKEN)
def test_files_on_the_list_are_taken_for_what_they_are(content, kind, media_type):
    found = check(content, "Notes.exe")

    assert (found.kind, found.media_type, found.name) == (kind, media_type, f"Notes.{kind}")
    assert found.file.read() == content


REFUSED = {
    "empty": b"",
    "html": b"<!doctype html><script>alert(1)</script>",
    "html after blanks": b"  \n<html>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>',
    "svg with a prologue": b'<?xml version="1.0"?><svg/>',
    "script in text": b"hello <script>x</script>",
    "program": b"MZ\x90\x00\x03\x00\x00\x00",
    "elf": b"\x7fELF\x02\x01\x01\x00",
    "old word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100,
    "rtf": b"{\\rtf1 words}",
    "postscript": b"%!PS-Adobe",
    "plain zip": package("readme.txt"),
    "macro part": package(word__vbaProject=b"x", **{"word__vbaProject.bin": b"x"}),
    "macro type": package(types=b"<Types>application/vnd.ms-word.document.macroEnabled</Types>"),
    "activex": package(**{"word__activeX__activeX1.xml": b"x"}),
    "two kinds": package(**{"xl__workbook.xml": b"x"}),
    "broken zip": package()[:60],
    "broken png": picture("PNG")[:40],
    "broken jpeg": b"\xff\xd8\xff\xe0" + b"\x00" * 20,
    "gif that is a page": b"GIF89a<script>alert(1)</script>",
    "26 megapixels": png_header_of(5_200, 5_000),
    "a bomb of pixels": png_header_of(60_000, 60_000),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED.keys())
def test_files_off_the_list_are_refused_with_a_sentence(content):
    with pytest.raises(UploadRefused) as refusal:
        check(content, "poster.png")

    assert refusal.value.messages[0].endswith(".")


def test_the_refusal_says_the_limit_that_was_passed():
    with pytest.raises(UploadRefused, match="25 megapixels"):
        check(png_header_of(5_200, 5_000))
    with pytest.raises(UploadRefused, match="macros"):
        check(REFUSED["macro type"])


def test_a_package_that_unpacks_to_far_more_is_refused(monkeypatch):
    fits = package(word__media=b"\x00" * 900_000)
    bomb = package(word__media=b"\x00" * 2_000_000)
    monkeypatch.setattr(uploads, "MOST_UNPACKED", 1_000_000)

    assert check(fits).kind == "docx"
    with pytest.raises(UploadRefused, match="unpacks"):
        check(bomb)


def test_a_package_that_lies_about_its_size_is_refused(monkeypatch):
    """The size that the directory claims is not believed."""
    monkeypatch.setattr(uploads, "MOST_UNPACKED", 1_000_000)
    honest = package(word__media=b"\x00" * 2_000_000)
    lying = honest.replace(struct.pack("<I", 2_000_000), struct.pack("<I", 10))
    assert lying != honest

    with pytest.raises(UploadRefused):
        check(lying)


def test_files_beyond_twenty_megabytes_are_refused(settings):
    settings.UPLOAD_MAX_BYTES = 100

    assert check(b"x" * 100).kind == "txt"
    with pytest.raises(UploadRefused, match="larger"):
        check(b"x" * 101)


def test_a_field_may_take_images_only():
    assert check(picture(), kinds=uploads.IMAGE_KINDS).kind == "png"
    with pytest.raises(UploadRefused):
        check(b"%PDF-1.7", kinds=uploads.IMAGE_KINDS)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\fakepath\\Plan 2026.txt", "Plan 2026.txt"),
        ("report\u202egpj.exe", "reportgpj.txt"),
        ('a"b<c>;d%0d%0a.txt', "a b c d 0d 0a.txt"),
        ("...", "file.txt"),
        ("", "file.txt"),
        ("Führung\x00.txt", "Führung.txt"),
        ("v1.2 final", "v1.2 final.txt"),
        ("x" * 300, "x" * 90 + ".txt"),
    ],
)
def test_names_keep_what_people_can_read(name, clean):
    assert uploads.clean_name(name, "txt") == clean


def test_a_csv_is_text_with_columns_and_the_name():
    assert check(b"county,clinics\nCook,3\n", "clinics.csv").media_type == "text/csv"
    assert check(b"county,clinics\nCook,3\n", "clinics.dat").media_type == "text/plain"

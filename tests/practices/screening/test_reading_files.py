"""The words inside files, in every corner of them; what cannot be read is said."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image

from practices.screening.reading import clean_picture, contents, read_file

from . import files


def read(content, kind, **more):
    return read_file(io.BytesIO(content), kind, **more)


def parts(found):
    return [(part.where, part.text) for part in found.parts]


def hidden(found):
    return {(one.sign, one.words) for one in found.hidden}


def test_a_word_file_gives_up_what_is_not_seen_at_first_sight():
    found = read(files.word(), "docx")

    assert parts(found) == [
        ("the text, struck out under tracked changes", "MRN 00482913 gone"),
        ("the text", "Name | DOB\nName: Tou Lee | DOB: 7/14/1962\nSeen words."),
        ("a header", "In the header"),
        ("a comment", "In a comment"),
        ("a footnote", "In a footnote"),
        ("the properties of the file", "A plan"),
    ]
    assert hidden(found) == {
        ("AUTHOR", name) for name in ("Kao Vang", "Nels Sandaker", "Pahoua Vang", "Ifrah Jimale")
    }
    assert (found.pictures, found.is_read, found.is_whole) == (1, True, True)


def test_headings_speak_for_their_columns_on_hidden_sheets_too():
    assert parts(read(files.excel(), "xlsx")) == [
        ("sheet “Raw”, hidden", "Patient name | ZIP\nPatient name: Tou Lee | ZIP: 55604"),
        ("a comment", "Ask the desk"),
    ]
    table = b"patient_name;visits\nTou Lee;3\n"
    assert parts(read(table, "csv")) == [
        ("the table", "patient_name | visits\npatient name: Tou Lee | visits: 3")
    ]


def test_slides_come_in_their_order_with_what_is_said_and_hidden():
    assert parts(read(files.slides(), "pptx")) == [
        ("slide 1, hidden", "On slide one"),
        ("slide 2", "On slide two"),
        ("slide 3", "On slide ten"),
        ("the speaker's notes 1", "Said, not shown"),
    ]


def test_a_pdf_is_read_page_by_page():
    found = read(files.pdf(), "pdf")

    assert [part.where for part in found.parts] == ["page 1"]
    assert "The patient, John Smith, waited." in found.parts[0].text


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (files.scan(), "pdf"),
        (files.locked_pdf(), "pdf"),
        (files.looping_pdf(), "pdf"),
        (b"%PDF-1.7 nothing else", "pdf"),
        (files.pack(**{"word/document.xml": "<w:p>not closed"}), "docx"),
        (files.pack(**{"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "docx"),
        (b"no picture", "png"),
    ],
)
def test_what_cannot_be_read_is_no_error(content, kind):
    started = time.monotonic()

    found = read(content, kind, seconds=5)

    assert (found.is_read, found.parts) == (False, [])
    assert time.monotonic() - started < 15


def test_a_bomb_is_stopped_by_its_size():
    body = f"<w:document {files.W}>{files.paragraph('a ' * 20_000_000)}</w:document>"

    found = read(files.pack(**{"word/document.xml": body}), "docx", seconds=5)

    assert not found.is_read


def test_a_long_file_is_read_in_part_and_that_is_said():
    found = read(("Words and words.\n" * 40_000).encode(), "txt")

    assert found.signs <= contents.MOST_SIGNS
    assert (found.is_read, found.is_whole) == (True, False)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_tells_where_and_when_and_a_clean_copy_does_not(kind):
    photo = files.photo(kind, (40, 20), orientation=6)
    ending = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}[kind]

    before, copy = read(photo, ending), clean_picture(io.BytesIO(photo))
    after = read(copy, ending)

    assert hidden(before) == {
        ("PHOTO_PLACE", "44.9778, -93.2650"), ("PHOTO_DATE", "2024-03-03"),
        ("PHOTO_DEVICE", "SN-40417"), ("AUTHOR", "Ifrah Jimale"),
    }  # fmt: skip
    assert parts(before) == [("the description in the photo", "The patient, John Smith, at home")]
    assert (after.hidden, after.parts, after.pictures) == ([], [], 1)
    with Image.open(io.BytesIO(copy)) as turned:
        assert (turned.format, turned.size) == (kind, (20, 40))  # as it was shown
    assert b"Jimale" not in copy
    assert b"John Smith" not in copy


def test_a_moving_picture_keeps_moving():
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "green", "blue")]
    held = io.BytesIO()
    frames[0].save(
        held, "GIF", save_all=True, append_images=frames[1:], comment=b"by Ifrah", duration=40
    )

    copy = clean_picture(held)

    assert b"Ifrah" in held.getvalue()
    assert b"Ifrah" not in copy
    with Image.open(io.BytesIO(copy)) as moving:
        assert moving.n_frames == 3

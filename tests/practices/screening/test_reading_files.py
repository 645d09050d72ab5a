"""The words inside files, in every corner of them; what cannot be read is said."""

from __future__ import annotations

import datetime as dt
import io
import time

import pytest
from PIL import Image

from practices.screening import screen
from practices.screening.reading import clean_picture, contents, read_file, texts

from . import files

TODAY = dt.date(2026, 11, 20)


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
        ("sheet “Costs”", "12"),
        ("a comment", "Ask the desk"),
        ("the names of the sheets", "Raw\nCosts"),
    ]
    table = b"patient_name;visits\nTou Lee;3\n"
    assert parts(read(table, "csv")) == [
        ("the table", "patient_name | visits\npatient name: Tou Lee | visits: 3")
    ]


def test_a_title_above_a_table_is_not_its_heading():
    table = b"Ward B;\nName;Born\nTou Lee;7/14/1962\n"

    assert parts(read(table, "csv")) == [
        ("the table", "Ward B\nName | Born\nName: Tou Lee | Born: 7/14/1962")
    ]


MRN = "MRN 00482913"
CHART = (
    "<chartSpace><ser><tx><strRef><f>Sheet1!$B$1</f><strCache><pt><v>{}</v></pt></strCache>"
    "</strRef></tx><val><numCache><pt><v>12</v></pt></numCache></val></ser></chartSpace>"
)
DRAWN = "<drawing><txBody><p><r><t>MRN 004</t></r><r><rPr/><t>82913</t></r></p></txBody></drawing>"
PIVOT = "<pivotCacheRecords><r><s v='{}'/><x v='0'/></r></pivotCacheRecords>"
PAGES = (
    '<worksheet><sheetData/><headerFooter><oddHeader>&amp;L&amp;"Arial,Bold"&amp;12Ward&amp;RMRN '
    "00482913</oddHeader></headerFooter></worksheet>"
)
ASKS = (
    "<worksheet><sheetData/><dataValidations><dataValidation prompt='MRN 00482913'/>"
    "</dataValidations></worksheet>"
)
LINK = (
    "<Relationships><Relationship Id='a' TargetMode='External' "
    "Target='https://x.test/MRN 00482913'/></Relationships>"
)
CUSTOM = "<Properties><property name='MRN'><lpwstr>00482913</lpwstr></property></Properties>"


@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [
        ("xlsx", "xl/worksheets/sheet1.xml", PAGES),
        ("xlsx", "xl/worksheets/sheet1.xml", ASKS),
        ("xlsx", "xl/drawings/drawing1.xml", DRAWN),
        ("xlsx", "xl/charts/chart1.xml", CHART.format(MRN)),
        ("xlsx", "xl/pivotCache/pivotCacheRecords1.xml", PIVOT.format(MRN)),
        ("xlsx", "xl/chartsheets/sheet1.xml", f"<c><oddFooter>{MRN}</oddFooter></c>"),
        ("xlsx", "xl/externalLinks/externalLink1.xml", f"<e><cell><v>{MRN}</v></cell></e>"),
        ("xlsx", "docProps/custom.xml", CUSTOM),
        ("xlsx", "xl/sharedStrings.xml", f"<sst><si><t>{MRN}</t></si></sst>"),
        ("docx", "docProps/custom.xml", CUSTOM),
        ("docx", "word/charts/chart1.xml", CHART.format(MRN)),
        ("docx", "word/diagrams/data1.xml", DRAWN),
        ("docx", "word/glossary/document.xml", DRAWN),
        ("docx", "customXml/item1.xml", f"<root><note>{MRN}</note></root>"),
        ("docx", "word/embeddings/sheet.xlsx", files.dated([[MRN, "b"]])),
        ("docx", "word/header1.xml", f"<hdr><docPr descr='{MRN}'/></hdr>"),
        ("docx", "word/_rels/document.xml.rels", LINK),
        ("pptx", "ppt/slideMasters/slideMaster1.xml", DRAWN),
        ("pptx", "ppt/slideLayouts/slideLayout7.xml", DRAWN),
        ("pptx", "ppt/charts/chart12.xml", CHART.format(MRN)),
        ("pptx", "ppt/diagrams/drawing2.xml", DRAWN),
        ("pptx", "ppt/embeddings/Book.xlsx", files.dated([[MRN, "b"]])),
        ("pptx", "ppt/slides/slide1.xml", f"<sld><cNvPr descr='{MRN}'/></sld>"),
    ],
)  # fmt: skip
def test_every_part_of_an_office_file_is_read(kind, name, content):
    found = read(files.with_part(kind, name, content), kind)

    told = [f"{one.kind} {one.words}" for part in found.parts for one in screen(part.text, TODAY)]
    assert "record 00482913" in told or "url https://x.test/MRN" in told, found
    assert (found.is_read, found.is_whole) == (True, True)


@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [
        ("docx", "word/embeddings/oleObject1.bin", b"MRN"),
        ("docx", "word/embeddings/old.doc", b"MRN"),
        ("docx", "word/embeddings/locked.xlsx", b"no package"),
        ("docx", "word/afchunk.htm", b"<p>MRN"),
        ("docx", "word/embeddings/a.docx",
         files.with_part("docx", "word/embeddings/b.xlsx", files.excel())),
        ("xlsx", "xl/vbaProject.bin", b"MRN"),
        ("xlsx", "xl/model/item.data", b"MRN"),
        ("xlsx", "xl/drawings/vmlDrawing1.vml", "<xml><br></xml>"),
        ("pptx", "ppt/media/media1.mp4", b"a film"),
    ],
)  # fmt: skip
def test_what_stays_unread_in_an_office_file_is_said(kind, name, content):
    found = read(files.with_part(kind, name, content), kind)

    assert (found.is_read, found.is_whole) == (True, False)


@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [
        ("xlsx", "xl/printerSettings/printerSettings1.bin", b"inch"),
        ("pptx", "docProps/thumbnail.jpeg", b"small"),
        ("docx", "word/theme/theme1.xml", "<theme/>"),
    ],
)
def test_how_a_file_looks_is_nothing_to_read(kind, name, content):
    found = read(files.with_part(kind, name, content), kind)

    assert (found.parts, found.pictures, found.is_whole) == ([], 0, True)


@pytest.mark.parametrize(
    "name", ["ppt/charts/chart1.xml", "docProps/custom.xml", "ppt/slideMasters/slideMaster1.xml"]
)
def test_no_part_may_be_a_bomb(name):
    entity = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    large = f"<a><t>{'a ' * 20_000_000}</t></a>"

    for content in (entity, large):
        assert not read(files.with_part("pptx", name, content), "pptx", seconds=5).is_read


def test_a_pivot_table_keeps_rows_under_their_headings():
    field = "<cacheField name='{}'><sharedItems>{}</sharedItems></cacheField>"
    fields = field.format("Admitted", "") + field.format("Ward", "<s v='A'/><s v='B'/>")
    held = files.pack(**{
        "xl/workbook.xml": "<workbook/>",
        "xl/pivotCache/pivotCacheDefinition1.xml": f"<d><cacheFields>{fields}</cacheFields></d>",
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels":
        files.rels(a="pivotCacheRecords1.xml"),
        "xl/pivotCache/pivotCacheRecords1.xml":
        "<d><r><d v='2024-03-03T00:00:00'/><x v='1'/></r></d>",
    })  # fmt: skip

    assert parts(read(held, "xlsx")) == [
        ("what a pivot table keeps", "Admitted | Ward\nAdmitted: 2024-03-03 | Ward: B")
    ]


def test_dates_of_a_sheet_are_read_as_they_are_shown():
    forms = (
        "mmm d, yyyy",
        "[$-409]d-mmm;@",
        "0.0 &quot;days&quot;",
        "[h]:mm",
        "h:mm AM/PM",
        "#,##0",
    )
    cells = [
        (32874, 0), (32874, 1), (32874.5, 2), (0.5, 3), (1.25, 4),
        *((32874, 5 + place) for place in range(len(forms))),
    ]  # fmt: skip
    row = (
        "32874 | 1990-01-01 | 1990-01-01 12:00 | 12:00 | 1.25 | "
        "1990-01-01 | 1990-01-01 | 32874 | 32874 | 00:00 | 32874"
    )

    assert parts(read(files.dated([cells], forms=forms), "xlsx"))[0] == ("sheet “Raw”", row)
    old = files.dated([[(31412, 1), (1, 1)]], since_1904=True)
    assert parts(read(old, "xlsx"))[0][1] == "1990-01-01 | 1904-01-02"


@pytest.mark.parametrize("head", ["DOB", "Birth", "Admitted", "Date of birth", "Discharge date"])
def test_a_heading_speaks_for_the_dates_of_its_column(head):
    rows = [["Ward", head, "Count"], ["B", (32874, 1), (12, 0)]]

    (sheet, *_) = read(files.dated(rows), "xlsx").parts

    assert [one.words for one in screen(sheet.text, TODAY)] == ["1990-01-01"]


@pytest.mark.parametrize(
    ("content", "is_whole"),
    [
        (files.pdf_of("Some words."), True),
        (files.pdf_of("Some words.", ""), False),
        (files.pdf_of("Some words.", attached=True), False),
    ],
)
def test_a_pdf_with_scans_or_files_inside_is_not_whole(content, is_whole):
    found = read(content, "pdf")

    assert (found.is_read, found.is_whole) == (True, is_whole)


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


def test_a_table_with_too_many_rows_is_read_in_part():
    assert not read(b"1\n" * (texts.MOST_ROWS + 1), "csv").is_whole
    assert read(b"1\n" * texts.MOST_ROWS, "csv").is_whole


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

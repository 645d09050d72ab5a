"""Small files with something in every corner."""

from __future__ import annotations

import io
import zipfile

from PIL import Image
from pypdf import PdfReader, PdfWriter

from collaborative.demo.report_pdf import make_report

TYPES = '<?xml version="1.0"?><Types/>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
CORE = (
    '<p xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cp="c"><dc:creator>Kao Vang</dc:creator>'
    "<cp:lastModifiedBy>Nels Sandaker</cp:lastModifiedBy><dc:title>{}</dc:title></p>"
)


def rels(**targets):
    listed = (f'<Relationship Id="{key}" Target="{to}"/>' for key, to in targets.items())
    return f"<Relationships>{''.join(listed)}</Relationships>"


def pack(**parts):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES)
        for name, content in parts.items():
            package.writestr(name, content)
    return held.getvalue()


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def word(body="Seen words.", title="A plan"):
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("Name", "DOB"))
    more = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("Tou Lee", "7/14/1962"))
    table = f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{more}</w:tr></w:tbl>"
    struck = (
        '<w:p><w:del w:author="Pahoua Vang"><w:r><w:delText>MRN 00482913 gone</w:delText></w:r>'
        "</w:del></w:p>"
    )
    return pack(**{
        "word/document.xml": f"<w:document {W}>{paragraph(body)}{table}{struck}</w:document>",
        "word/header1.xml": f"<w:hdr {W}>{paragraph('In the header')}</w:hdr>",
        "word/footnotes.xml": f"<w:notes {W}>{paragraph('In a footnote')}</w:notes>",
        "word/comments.xml": f'<w:comments {W}><w:comment w:author="Ifrah Jimale">'
        f"{paragraph('In a comment')}</w:comment></w:comments>",
        "word/media/image1.png": b"picture",
        "docProps/core.xml": CORE.format(title),
    })  # fmt: skip


def excel():
    sheet = (
        '<worksheet><sheetData><row><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is>'
        "<t>ZIP</t></is></c></row>"
        '<row><c r="A2" t="s"><v>1</v></c><c r="C2"><v>55604</v></c></row></sheetData></worksheet>'
    )
    return pack(**{
        "xl/workbook.xml": f'<workbook {R}><sheets><sheet name="Raw" state="hidden" r:id="rId7"/>'
        '<sheet name="Costs" r:id="rId3"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": rels(
            rId3="worksheets/sheet1.xml", rId7="/xl/worksheets/sheet2.xml"
        ),
        "xl/sharedStrings.xml": "<sst><si><t>Patient name</t></si><si><t>Tou Lee</t></si></sst>",
        "xl/worksheets/sheet1.xml": "<worksheet><sheetData><row><c><v>12</v></c></row></sheetData>"
        "</worksheet>",
        "xl/worksheets/sheet2.xml": sheet,
        "xl/comments1.xml": "<comments><authors><author>Kao Vang</author></authors>"
        "<comment><text><t>Ask the desk</t></text></comment></comments>",
    })  # fmt: skip


def dated(rows, *, since_1904=False, forms=()):
    """A sheet whose cells are (number, style): styles 0 to 4, then forms of one's own."""
    own = "".join(
        f'<numFmt numFmtId="{place + 164}" formatCode="{code}"/>'
        for place, code in enumerate(forms)
    )
    used = [0, 14, 22, 20, 46, *range(164, 164 + len(forms))]
    cells = "".join(f'<xf numFmtId="{number}"/>' for number in used)
    body = "".join(
        "<row>"
        + "".join(
            f'<c t="inlineStr"><is><t>{cell}</t></is></c>' if isinstance(cell, str)
            else f'<c s="{cell[1]}"><v>{cell[0]}</v></c>' for cell in row
        )
        + "</row>"
        for row in rows
    )  # fmt: skip
    return pack(**{
        "xl/workbook.xml": f'<workbook {R}><workbookPr date1904="{int(since_1904)}"/><sheets>'
        '<sheet name="Raw" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": rels(rId1="worksheets/sheet1.xml"),
        "xl/styles.xml": f"<styleSheet><numFmts>{own}</numFmts><cellStyleXfs><xf numFmtId='14'/>"
        f"</cellStyleXfs><cellXfs>{cells}</cellXfs></styleSheet>",
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{body}</sheetData></worksheet>",
    })  # fmt: skip


def with_part(kind, name, content):
    """A small whole file of this kind with one part more."""
    start = {
        "docx": ("word/document.xml", "<document><body/></document>"),
        "xlsx": ("xl/workbook.xml", "<workbook/>"),
        "pptx": ("ppt/presentation.xml", "<presentation/>"),
    }[kind]
    return pack(**dict([start]), **{name: content})


def pdf_of(*pages, attached=False):
    """Pages of a report by their words; "" is one that holds a picture and no words."""
    writer = PdfWriter()
    for text in pages:
        if text:
            writer.append(io.BytesIO(pdf(text)))
            continue
        held = io.BytesIO()
        Image.new("RGB", (30, 40), (200, 200, 200)).save(held, "PDF")
        writer.append(held)
    if attached:
        writer.add_attachment("list.csv", b"MRN 00482913")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def slides():
    return pack(**{
        "ppt/presentation.xml": "<p/>",
        "ppt/slides/slide1.xml": '<sld show="0"><p><t>On slide one</t></p></sld>',
        "ppt/slides/slide10.xml": "<sld><p><t>On slide ten</t></p></sld>",
        "ppt/slides/slide2.xml": "<sld><p><t>On slide two</t></p></sld>",
        "ppt/notesSlides/notesSlide1.xml": "<notes><p><t>Said, not shown</t></p></notes>",
    })  # fmt: skip


def pdf(text="The patient, John Smith, waited."):
    return make_report("A report", "Graywing", text)


def locked_pdf():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt("secret", algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def scan():
    """A page with nothing but a picture of words."""
    writer = PdfWriter()
    writer.add_blank_page(612, 792)
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def looping_pdf():
    """Pages whose parent is their child."""
    return pdf().replace(b"/Kids [3 0 R] /Count 1", b"/Kids [2 0 R] /Count 9")


def photo(kind="JPEG", size=(40, 20), *, orientation=1):
    """As a phone writes it: where, when, with what and by whom."""
    image = Image.new("RGB", size, (20, 90, 120))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = "Ifrah Jimale"
    exif[0x010E] = "The patient, John Smith, at home"
    exif[0x0132] = "2024:03:03 14:20:11"
    exif.get_ifd(0x8769)[0xA431] = "SN-40417"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (44.0, 58.0, 40.08)
    gps[3], gps[4] = "W", (93.0, 15.0, 54.0)
    held = io.BytesIO()
    image.save(held, kind, exif=exif)
    return held.getvalue()

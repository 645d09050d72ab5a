"""Word documents made in the test, part by part, as Word lays them out."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
STYLES = (
    f"<w:styles {W}>"
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in [
            ("Title", "Title"),
            *((f"Heading{n}", f"heading {n}") for n in range(1, 7)),
        ]
    )
    + "</w:styles>"
)
NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
    '<w:numFmt w:val="bullet"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl>'
    "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)


def run(text, *, bold=False):
    kind = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{kind}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def para(*runs, style="", bold=False):
    kind = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    inside = "".join(one if one.startswith("<") else run(one, bold=bold) for one in runs)
    return f"<w:p>{kind}{inside}</w:p>"


def heading(text, level=1):
    return para(text, style=f"Heading{level}")


def title(text):
    return para(text, style="Title")


def item(text, *, level=0, numbered=False):
    kind = 2 if numbered else 1
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{kind}"/></w:numPr></w:pPr>'
        f"{run(text)}</w:p>"
    )


def table(*rows):
    cells = (
        "".join(f"<w:tc>{cell if cell.startswith('<') else para(cell)}</w:tc>" for cell in row)
        for row in rows
    )
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def picture(target="rId9", how="embed"):
    return (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing"><wp:docPr descr="A chart"/><a:graphic xmlns:a="http://schemas.'
        'openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.'
        'openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        f'<a:blip r:{how}="{target}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )


def link(text, target="rId8"):
    return f'<w:hyperlink r:id="{target}">{run(text)}</w:hyperlink>'


def relations(**targets):
    """Id -> (kind, target, mode) of what the document points to."""
    lines = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{escape(target)}" {mode}/>'
        for key, (kind, target, mode) in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def word(*blocks, prologue="", raw=None, **parts):
    """The bytes of a .docx; `parts` are more entries ("__" for "/"), `raw` a whole document.xml."""
    body = raw if raw is not None else (
        f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<w:document {W} {R}><w:body>'
        f'{"".join(blocks)}</w:body></w:document>'
    )  # fmt: skip
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", parts.pop("types", TYPES))
        package.writestr("_rels/.rels", RELS)
        package.writestr("word/document.xml", body)
        package.writestr("word/styles.xml", STYLES)
        package.writestr("word/numbering.xml", NUMBERING)
        for name, content in parts.items():
            package.writestr(name, content)
    return held.getvalue()

"""A one-page PDF for the demo's annual reports, so that a reader has a document to open."""

from __future__ import annotations

import textwrap

LINE, TOP, LEFT, WIDTH = 18, 760, 64, 84


def make_report(title: str, institution: str, text: str) -> bytes:
    """Title, institution and text in Helvetica on one letter page (PDF 1.4, WinAnsi text)."""
    lines = ["BT", f"/F1 20 Tf {LEFT} {TOP} Td {LINE} TL ({_escape(title)}) Tj T*"]
    lines += ["/F1 12 Tf", f"T* ({_escape(institution)} - a fictional institution) Tj T* T*"]
    lines += [f"({_escape(line)}) Tj T*" for line in textwrap.wrap(text, WIDTH)]
    page = "\n".join([*lines, "ET"]).encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


def _escape(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")

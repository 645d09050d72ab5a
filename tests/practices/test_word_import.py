"""A Word document as parts of a practice: what goes where, and what is refused. No database."""

from __future__ import annotations

import io
import socket
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collaborative.core.prose import to_html
from collaborative.core.uploads import UploadRefused, check_upload
from practices.word_import import LEFT_OUT, MOST_PARTS, TARGETS, DocumentRefused, read
from practices.word_import.headings import KNOWN, known
from practices.word_import.parts import LONGER, room

from .word_files import (
    R,
    W,
    heading,
    item,
    link,
    para,
    picture,
    relations,
    run,
    table,
    title,
    word,
)


def parts_of(*blocks, name="notes.docx", **parts):
    found = read(io.BytesIO(word(*blocks, **parts)), name=name)
    return found, {part.heading: part for part in found.parts}


def targets(*blocks, **more):
    return {text: part.target for text, part in parts_of(*blocks, **more)[1].items()}


def test_headings_of_a_report_become_parts():
    found, parts = parts_of(
        title("Interpreters on the ward at night"),
        para("Written for the board."),
        heading("1. Background"),
        para("Parents waited."),
        heading("What we did & how it works"),
        para("Two interpreters joined."),
        heading("By the clock", 2),
        item("evening"),
        item("night"),
        heading("Outcomes"),
        para("The wait fell."),
        heading("Lessons learned (2024)"),
        para("Start small."),
        heading("Our mascot"),
        para("An owl."),
        heading("References"),
        para("Nobody 2020."),
    )

    assert found.title == "Interpreters on the ward at night"
    assert {text: part.target for text, part in parts.items()} == {
        "": "",
        "1. Background": "need",
        "What we did & how it works": "what_we_did",
        "Outcomes": "results_detail",
        "Lessons learned (2024)": "advice",
        "Our mascot": "",
        "References": LEFT_OUT,
    }
    shown = parts["What we did & how it works"].text
    assert shown == "Two interpreters joined.\n\nBy the clock\n\n- evening\n- night"
    assert "<ul><li>evening</li><li>night</li></ul>" in to_html(shown)


FORMS = {
    "AHRQ Innovations Exchange": {
        "What They Did": "what_we_did",
        "Problem Addressed": "need",
        "Description of the Innovative Activity": "how_it_works",
        "Context of the Innovation": "context_factors",
        "Did It Work?": "results_detail",
        "Planning and Development Process": "how_it_works",
        "Resources Used and Skills Needed": "what_it_takes",
        "Funding Sources": "funding",
        "Tools and Other Resources": "materials",
        "Getting Started with This Innovation": "getting_started",
        "Sustaining This Innovation": "sustaining",
    },
    "RHIhub": {
        "Need": "need", "Intervention": "how_it_works", "Results": "results_detail",
        "Challenges": "context_factors", "Replication": "what_to_adapt",
        "Contact Information": LEFT_OUT,
    },
    "AMCHP": {
        "Title of Practice": "", "Theory & Foundation": "rationale",
        "Core Components": "how_it_works", "Practice Activities": "how_it_works",
        "Evidence & Data": "results_detail", "Key Stakeholders": "community_part",
        "Staffing": "who_provides", "Sustainability": "sustaining",
    },
    "SQUIRE": {
        "Problem description": "need", "Available knowledge": "rationale",
        "Specific aims": "aim", "Context": "context_factors", "Intervention(s)": "how_it_works",
        "Limitations": "evidence_gaps", "Funding": "funding", "Conclusions": "advice",
    },
    "PDSA": {
        "Plan": "aim", "Do": "how_it_works", "Study": "results_detail", "ACT": "modifications",
    },
    "TIDieR": {
        "Why": "rationale", "Who provided": "who_provides", "When and how much": "dose",
        "Tailoring": "tailoring", "Modifications": "modifications",
    },
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_headings_of_common_forms_are_known(form):
    blocks = [part for name in FORMS[form] for part in (heading(name, 2), para(f"On {name}."))]

    expected = {name: target for name, target in FORMS[form].items() if target}

    assert targets(title("A report"), *blocks) == expected


def test_every_heading_of_the_table_names_an_answer_that_takes_words():
    answers = set(KNOWN.values()) - {"title", "dropped"}

    assert answers <= set(TARGETS)
    assert set(LONGER) | set(LONGER.values()) <= set(TARGETS)
    assert [text for text in KNOWN if known(text, exactly=True) != KNOWN[text]] == []
    assert (
        known("We asked what the results and the costs of it would be for each of the twelve") == ""
    )


def test_forms_in_tables_are_read_row_by_row():
    found, parts = parts_of(
        table(
            ["Project title", "Night interpreters"],
            ["Problem", "Parents waited."],
            ["Favorite color", "Blue"],
            ["Goals and objectives", item("One") + item("Two")],
        ),
        para("Thank you."),
    )

    assert found.title == "Night interpreters"
    assert (parts["Problem"].text, parts["Problem"].target) == ("Parents waited.", "need")
    assert (parts["Favorite color"].text, parts["Favorite color"].target) == ("Blue", "")
    assert parts["Goals and objectives"].text == "- One\n- Two\n\nThank you."


def test_a_table_of_figures_becomes_lines_and_a_frame_its_text():
    _, parts = parts_of(
        heading("Results"),
        table(["Clinic", "2022", "2024"], ["North", "56%", "71%"]),
        table([para("Framed") + para("words")]),
    )

    assert parts["Results"].text == "- Clinic | 2022 | 2024\n- North | 56% | 71%\n\nFramed\n\nwords"


def test_headings_that_are_only_bold_or_stand_before_a_colon():
    assert targets(
        para("Night interpreters", bold=True),
        para("Background", bold=True),
        para("Parents waited."),
        para(run("Methods:", bold=True), run(" Two joined.")),
        para("LESSONS LEARNED:"),
        para("Start small."),
        para("A thing of ours", bold=True),
        para("Words."),
    ) == {
        "Background": "need", "Methods": "how_it_works", "LESSONS LEARNED": "advice",
        "A thing of ours": "",
    }  # fmt: skip


def test_bold_words_under_true_headings_stay_text():
    _, parts = parts_of(heading("Results"), para("An important point", bold=True), para("More."))

    assert list(parts) == ["Results"]
    assert parts["Results"].text == "An important point\n\nMore."


def test_a_text_too_long_for_a_short_answer_goes_to_the_longer_one():
    long = "Parents waited. " * 50

    assert targets(heading("Need"), para(long)) == {"Need": "rationale"}
    assert targets(heading("Need"), para(long[: room("need")])) == {"Need": "need"}


def test_lists_numbers_links_and_notes_are_kept_as_text():
    _, parts = parts_of(
        heading("Methods"),
        item("first", numbered=True),
        item("second", numbered=True),
        item("outer"),
        item("inner", level=1),
        para("See ", link("our page"), " and ", link("https://here.example.org/", "rId7"), "."),
        para("a < b & c"),
        **{
            "word/_rels/document.xml.rels": relations(
                rId8=("hyperlink", "https://example.org/a", 'TargetMode="External"'),
                rId7=("hyperlink", "https://here.example.org/", 'TargetMode="External"'),
            )
        },
    )

    assert parts["Methods"].text == (
        "1. first\n2. second\n\n- outer\n- inner\n\n"
        "See our page (https://example.org/a) and https://here.example.org/.\n\na < b & c"
    )


def test_the_name_of_the_file_is_the_last_resort_for_a_title():
    assert parts_of(para("Only words."), name="night_interpreters final.docx")[0].title == (
        "night interpreters final"
    )
    assert parts_of(heading("Our owl"), para("Words."))[0].title == "Our owl"
    assert parts_of(heading("Background"), para("Words."), name="a.docx")[0].title == "a"


def test_pictures_are_counted_and_nothing_outside_is_fetched(monkeypatch):
    def no_one(*_, **__):
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket, "create_connection", no_one)
    monkeypatch.setattr("urllib.request.urlopen", no_one)
    found, parts = parts_of(
        heading("Results"),
        para("It fell."),
        picture(),
        picture("rId10", "link"),
        picture("rId11", "link"),
        **{
            "word/_rels/document.xml.rels": relations(
                rId9=("image", "media/image1.png", ""),
                rId10=("image", "https://example.org/spy.png", 'TargetMode="External"'),
                rId11=("image", "file:///etc/passwd", 'TargetMode="External"'),
            ),
            "word/media/image1.png": b"not even a picture",
        },
    )

    assert found.pictures >= 1
    assert parts["Results"].text == "It fell."


ENTITIES = '<!DOCTYPE x [<!ENTITY a "{}">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {this} "{f"&{last};" * 10}">'
        for last, this in zip("abcdefghi", "bcdefghij", strict=True)
    ) + "]>"
)  # fmt: skip


def nested(levels):
    inner = para("deep")
    for _ in range(levels):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    return inner


POINTS_TO_A_PICTURE = {
    "word/_rels/document.xml.rels": relations(rId9=("image", "media/image1.png", ""))
}
REFUSED = {
    "an inner entity": (lambda: word(para("a"), prologue=ENTITIES.format("b")), "declarations"),
    "an outer entity": (lambda: word(para("a"), prologue=OUTSIDE), "declarations"),
    "a billion laughs": (lambda: word(para("a"), prologue=LAUGHS), "declarations"),
    "in another part": (
        lambda: word(para("a"), **{"word/footnotes.xml": f"{OUTSIDE}<x>&a;</x>"}), "declarations",
    ),
    "in UTF-16": (
        lambda: word(raw=f'<?xml version="1.0" encoding="UTF-16"?>{OUTSIDE}<x/>'.encode("utf-16")),
        "declarations",
    ),
    "deep nesting": (lambda: word(nested(200)), "too large or too involved"),
    "very many elements": (lambda: word(para("a") * 60_000), "too large or too involved"),
    "10,000 headings": (
        lambda: word("".join(heading(f"Heading {n}") + para("a") for n in range(10_000))),
        "too large or too involved",
    ),
    "91 sections": (
        lambda: word("".join(heading(f"Heading {n}") + para("a") for n in range(92))),
        f"more than {MOST_PARTS} sections",
    ),
    "500 small headings": (
        lambda: word(heading("Results") + "".join(heading(f"{n}", 2) for n in range(500))),
        f"more than {MOST_PARTS} sections",
    ),
    "two million characters": (lambda: word(para("word " * 400_000)), "characters of text"),
    "blanks alone": (lambda: word(para(" " * 2_000_000)), "too large or too involved"),
    "seventeen megabytes": (
        lambda: word(para("a").replace("<w:p>", f'<w:p w:a="{"x" * 17_000_000}">')),
        "too large or too involved",
    ),
    "nothing": (word, "no words"),
    "pictures alone": (lambda: word(picture(), **POINTS_TO_A_PICTURE), "no words"),
    "no XML": (lambda: word(raw="words"), "cannot be read"),
    "half of the XML": (lambda: word(raw=f"<w:document {W} {R}><w:body>"), "cannot be read"),
    "something else": (lambda: word(raw="<html><body>a</body></html>"), "cannot be read"),
    "no zip": (lambda: b"PK\x03\x04 and nothing", "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_refused_is_refused_with_a_sentence_and_soon(kind):
    make, words = REFUSED[kind]
    content = make()
    started = time.monotonic()

    with pytest.raises(DocumentRefused) as refusal:
        read(io.BytesIO(content))

    assert words in refusal.value.messages[0]
    assert time.monotonic() - started < 6


def test_sound_documents_at_the_limits_are_read():
    assert parts_of(heading("Results"), nested(24))[1]["Results"].text == "deep"
    assert len(parts_of(heading("Results"), para("a" * 5_000) * 69)[1]["Results"].text) > 345_000


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "not taken"),  # .doc, or a password
        (word(para("a"), **{"word/vbaProject.bin": b"x"}), "macros"),
        (word(para("a"), types="<Types>application/vnd.ms-word.document.macroEnabled</Types>"),
         "macros"),
        (b"%PDF-1.7 words", "not taken"),
    ],
    ids=["doc", "macro part", "macro type", "pdf"],
)  # fmt: skip
def test_what_is_no_plain_word_document_never_gets_here(content, words):
    with pytest.raises(UploadRefused) as refusal:
        check_upload(SimpleUploadedFile("a.docx", content), kinds=frozenset({"docx"}))

    assert words in refusal.value.messages[0]

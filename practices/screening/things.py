"""Measures of the body, photos that are spoken of, and codes beside words about a patient."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import Context
from .findings import Finding, Sure
from .signs import BODY, FACE, OTHER, RECORD

MEASURES = re.compile(
    r"\b(?:finger-?\s?prints?|palm\s?prints?|foot\s?prints?|voice-?\s?prints?|voice\srecordings?|retina(?:l)?\sscans?|iris\sscans?"
    r"|face\sscans?|facial\sscans?|facial\srecognition|face\srecognition|dna\s(?:profiles?|samples?|sequences?)|genome"
    r"|dental\s(?:records|x-rays?)|tattoos?|birth-?\s?marks?)\b",
    re.IGNORECASE,
)
SHOWN = re.compile(
    r"\b(?:photos?|photographs?|pictures?|portraits?|selfies?|headshots?|videos?|recordings?)\s(?:of|shows?|showing|with)\s"
    r"(?:the|a|an|our|one|her|his|this)\s(?:[\w-]{2,15}\s){0,2}(?:patients?|clients?|baby|newborn|infant|face)\b"
    r"|\b(?:the|a|our|this)\s(?:patient|client)'s\s(?:photo|photograph|picture|portrait|face|selfie)\b",
    re.IGNORECASE,
)
CODE = re.compile(
    r"(?<![\w./#@-])(?=[A-Z0-9-]{0,29}\d)(?=[A-Z0-9-]{0,29}[A-Z])[A-Z0-9][A-Z0-9-]{6,29}(?![\w-])"
)
UUID = re.compile(r"(?<![\w-])[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![\w-])")
PATIENT_NUMBER = re.compile(
    r"\b(?:patient|client|pt)\s?(?:\#|no\.?|number)?\s?:?\s?(?P<number>\d{5,14})\b(?![.,]\d)",
    re.IGNORECASE,
)
# Codes that stand for a form, a trial, a grant or a disease, never for a person.
COMMON = re.compile(
    r"^(?:NCT\d|ISO|ICD|CPT|HCPCS|DHS|CMS|COVID|SARS|PHQ|GAD|HL7|FHIR|USCDI|LOINC|SNOMED|RXNORM|ISBN|ISSN|DOI|IRB"
    r"|HB|SF|HF|MN|FY|Q[1-4]|[RUKPT]\d{2}[A-Z]{2}|H\d{2}|FWA|OMB|PMID|PMC|AHRQ|BMI|HBA1C|A1C|REAL)"
)
ABOUT_PAPERS = re.compile(
    r"\b(?:grant|award|trial|form|code|codes|bill|statute|protocol|doi|billing|version|contract|model)\b[^.\n]{0,20}$",
    re.IGNORECASE,
)
DIGITS, LETTERS = 4, 2
REACH = 40


def find(context: Context) -> Iterator[Finding]:
    text = context.text
    for found in MEASURES.finditer(text):
        if context.near(*found.span(), reach=60):
            yield context.found(BODY, *found.span(), Sure.PERHAPS)
    for found in SHOWN.finditer(text):
        yield context.found(FACE, *found.span(), Sure.PERHAPS)
    for found in PATIENT_NUMBER.finditer(text):
        yield context.found(RECORD, *found.span("number"), Sure.LIKELY)
    for found in UUID.finditer(text):
        if context.near(*found.span(), context.anybody, REACH):
            yield context.found(OTHER, *found.span(), Sure.LIKELY)
    for found in CODE.finditer(text):
        code = found.group()
        digits = sum(sign.isdigit() for sign in code)
        letters = sum(sign.isalpha() for sign in code)
        if digits < DIGITS or letters < LETTERS or COMMON.match(code):
            continue
        if ABOUT_PAPERS.search(context.before(found.start(), 40)):
            continue
        if context.near(*found.span(), reach=REACH):
            yield context.found(OTHER, *found.span(), Sure.PERHAPS)

"""Places smaller than a state beside words about one patient, and ZIP codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import Context
from .findings import Finding, Sure
from .lists import CITIES, COUNTIES, LARGE_PLACES, NOT_NAMES, SMALL_ZIPS
from .names import WORD
from .signs import PLACE, SMALL_ZIP, ZIP

TOWNS = "|".join(sorted((re.escape(name) for name in CITIES), key=len, reverse=True))
LANDS = "|".join(sorted((re.escape(name) for name in COUNTIES), key=len, reverse=True))
TOWN = re.compile(rf"\b(?:(?:{LANDS}|{WORD})\sCounty|(?:{TOWNS})(?!\s(?:County|{WORD})))\b")
LIVES = (
    r"\b(?:liv(?:es?|ed|ing)|resid(?:es?|ed|ing)|home|house|apartment|born|from|moved|drove"
    r"|travel(?:s|l?ed)|farm)"
)
COMES_FROM = re.compile(
    rf"{LIVES}\s(?:(?:up|down|all|the|way|alone|here|two|three|hours|miles|away|just)\s){{0,3}}"
    r"(?:in|from|near|outside|of|to|on|at|by)?\s?(?:the\s)?(?:(?:small\s)?(?:town|city|village|suburb)\sof\s)?$",
    re.IGNORECASE,
)
# “a woman from Xyz”: a place that is on no list.
FROM_SOMEWHERE = re.compile(
    rf"\b(?i:(?:patient|client|woman|man|mother|father|boy|girl|resident|(?:year|years|month|months)-old(?:\s\w{{3,10}})?)"
    rf"(?:,?\swho)?\s(?:from|lives\sin|living\sin|lived\sin|resides\sin|residing\sin|lives\snear|born\sin))\s(?P<place>{WORD}(?:\s{WORD}){{0,2}})"
)
HOUSES = re.compile(
    r"\b(?:clinic|hospital|office|center|centre|site|program|unit|ward|institution)s?\s(?:is\s)?(?:in|from|near|of|at)\s$",
    re.IGNORECASE,
)
STREET = re.compile(
    r"\b\d{1,6}\s(?:[NSEW]{1,2}\.?\s)?(?:[A-Z][\w']{1,20}|\d{1,3}(?:st|nd|rd|th))(?:\s[A-Z][\w']{1,20}){0,2}\s"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Circle|Way|Place|Pl"
    r"|Highway|Hwy|Parkway|Pkwy|Trail|Terrace)\b\.?(?:,?\s(?:Apt|Apartment|Unit|Suite|\#)\.?\s?\w{1,6})?"
)
HOME = re.compile(
    r"\b(?:(?:home|mailing|street|patient|client)(?:'s)?\saddress|lives?\sat|lived\sat|resides\sat|living\sat|(?:her|his|their)\s(?:home|house|apartment)(?:\s(?:at|on))?)\W{0,3}(?:is\s|was\s)?$",
    re.IGNORECASE,
)
ZIP_WORD = re.compile(
    r"\bzip(?:[\s-]?codes?)?3?\b[\s:=#]{0,3}(?:(?:is|was|of|in|area|areas|prefix|starting|beginning|with)\s){0,2}"
    r"(?P<codes>\d{3}(?:\d\d(?:-\d{4})?|xx|XX|\*\*|)?(?![\d,.]\d)\b\*{0,2}(?:(?:,\s?|,?\sand\s|,?\sor\s|\s?/\s?)\d{3}(?:\d\d|xx|XX|\*\*)?\b){0,20})",
    re.IGNORECASE,
)
STATE_ZIP = re.compile(r"\b(?:MN|Minn\.?|Minnesota|WI|IA|ND|SD)\s{1,2}(?P<code>\d{5}(?:-\d{4})?)\b")
MASKED = re.compile(r"(?<![\w.])(?P<code>\d{3})(?:xx|XX|\*\*)(?!\w)")
# “lives in 55604”: no word says that it is a ZIP code. After other words only codes of Minnesota.
BARE_ZIP = re.compile(
    r"(?<![\w$#.,/-])(?P<code>\d{5}(?:-\d{4})?)(?![\w-]|[.,:/]\d)"
    r"(?=\s{0,2}(?:[.,;:!?)\"']|$|\n|(?:and|but|who|where|with|alone|near|had|has|was|is|came|asked|told|drove|drives|went|waited|walked|called|needed|needs|spoke|speaks|could|did)\b))"
)
DWELLS = re.compile(
    r"\b(?:(?:liv(?:es?|ed|ing)|resid(?:es?|ed|ing)|homeless|born)(?:\s(?:alone|here|now|out))?\s(?:in|at|near|around|outside)"
    r"|(?:home|house|apartment|farm)\s?(?:(?:is\s|was\s)?(?:in|at|near)|is|was|:)|moved\s(?:to|from)|comes?\sfrom|came\sfrom"
    r"|(?:patient|client|woman|man|mother|father|boy|girl|child|family|resident)s?(?:,?\swho\s(?:is|was|came))?\s(?:from|in|of|near))\s$",
    re.IGNORECASE,
)
NEARBY = re.compile(r"\b(?:in|from|near|at)\s$", re.IGNORECASE)
MINNESOTAN = re.compile(r"5(?:5\d|6[0-7])")
LIVES_AT = re.compile(
    r"\b(?:home|mailing|patient(?:'s)?)\saddress|\b(?:liv|resid)\w{1,3}\s(?:at|in)\b", re.IGNORECASE
)
CODE = re.compile(r"\d{3}(?:\d\d)?(?:-\d{4})?(?:xx|XX|\*\*)?")
FULL_ZIP = 5
REACH = 60


def find(context: Context) -> Iterator[Finding]:
    yield from _towns(context)
    yield from _streets(context)
    yield from _zips(context)


def _towns(context: Context) -> Iterator[Finding]:
    text = context.text
    for found in TOWN.finditer(text):
        start, end = found.span()
        before = context.before(start, 60)
        if not COMES_FROM.search(before) or HOUSES.search(before):
            continue
        if context.near(start, end, reach=REACH) or context.near(start, end, context.events, REACH):
            own = found.group().lower() in context.known.cities
            yield context.found(PLACE, start, end, Sure.OWN if own else Sure.PERHAPS)
    for found in FROM_SOMEWHERE.finditer(text):
        words = found["place"].split()
        if any(word in LARGE_PLACES or word.lower() in NOT_NAMES for word in words[:2]):
            continue
        own = found["place"].lower() in context.known.cities
        yield context.found(PLACE, *found.span("place"), Sure.OWN if own else Sure.PERHAPS)


def _streets(context: Context) -> Iterator[Finding]:
    for found in STREET.finditer(context.text):
        is_home = HOME.search(context.before(found.start(), 40))
        if is_home or context.near(*found.span(), reach=REACH):
            yield context.found(PLACE, *found.span(), Sure.LIKELY)


def _zips(context: Context) -> Iterator[Finding]:
    text = context.text
    for found in ZIP_WORD.finditer(text):
        about = context.near(*found.span(), context.anybody, reach=100) or context.near(
            *found.span(), context.events, reach=100
        )
        for code in CODE.finditer(text, *found.span("codes")):
            if code.group()[:3] in SMALL_ZIPS:
                yield context.found(SMALL_ZIP, *code.span(), Sure.LIKELY)
            elif code.group()[:FULL_ZIP].isdigit() and len(code.group()) >= FULL_ZIP:
                yield context.found(ZIP, *code.span(), Sure.LIKELY if about else Sure.PERHAPS)
    for found in MASKED.finditer(text):
        if found["code"] in SMALL_ZIPS:
            yield context.found(SMALL_ZIP, *found.span(), Sure.LIKELY)
    for found in BARE_ZIP.finditer(text):
        before = context.before(found.start(), 40)
        is_small = found["code"][:3] in SMALL_ZIPS
        known = is_small or MINNESOTAN.match(found["code"])
        near = known and NEARBY.search(before) and context.near(*found.span(), reach=REACH)
        if DWELLS.search(before) or near:
            yield context.found(SMALL_ZIP if is_small else ZIP, *found.span("code"), Sure.LIKELY)
    for found in STATE_ZIP.finditer(text):
        line = context.before(found.start(), 80).rpartition("\n")[2]
        if context.near(*found.span(), reach=REACH) or LIVES_AT.search(line):
            sign = SMALL_ZIP if found["code"][:3] in SMALL_ZIPS else ZIP
            yield context.found(sign, *found.span("code"), Sure.LIKELY)

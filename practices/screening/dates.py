"""Dates beside words about one patient, and ages over 89. Dates of programs are no findings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import Context
from .findings import Finding, Sure
from .signs import AGE, DATE, MONTH

# “may” and “march” are also verbs: they need a capital.
MONTH_NAMES = (
    r"(?:(?i:january|february|april|june|july|august|september|october|november|december)"
    r"|March|MARCH|May|MAY|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC)\b\.?)"
)
ORDINALS = (
    r"(?i:(?:twenty|thirty)-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth"
    r"|thirtieth)"
)
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
MONTH_NUMBER = r"(?:1[0-2]|0?[1-9])"
DAY_NUMBER = r"(?:3[01]|[12]\d|0?[1-9])"
YEAR = r"(?:18|19|20)\d\d"
DAYS = (
    re.compile(
        rf"\b{MONTH_NAMES}\s(?:the\s)?(?:{DAY}|{ORDINALS})\b(?!\s?(?:%|percent))(?:,?\s(?:of\s)?{YEAR}\b)?"
    ),
    re.compile(
        rf"\b(?:{DAY}|{ORDINALS})\s(?:day\s)?(?:of\s)?{MONTH_NAMES}(?![\w-])(?:,?\s{YEAR}\b)?"
    ),
    re.compile(rf"(?<![\d/.-]){MONTH_NUMBER}([/.-]){DAY_NUMBER}\1(?:{YEAR}|\d\d)(?![\d/]|[.-]\d)"),
    re.compile(rf"(?<![\d/.-]){DAY_NUMBER}([/.-]){MONTH_NUMBER}\1(?:{YEAR}|\d\d)(?![\d/]|[.-]\d)"),
    re.compile(rf"(?<![\d/.-]){YEAR}([/.-]){MONTH_NUMBER}\1{DAY_NUMBER}(?![\d/]|[.-]\d)"),
)
SHORT_DAY = re.compile(
    rf"(?<![\d/.,-]){MONTH_NUMBER}/{DAY_NUMBER}(?![\d/%]|[.,-]\d|\s?(?:mmHg|vision))"
)
MONTHS = (
    re.compile(rf"\b{MONTH_NAMES}(?:\sof)?,?\s{YEAR}\b"),
    re.compile(rf"(?<![\d/.-])0?{MONTH_NUMBER}/{YEAR}\b"),
)
NINETY = (
    r"(?:9\d|1[0-2]\d|(?i:ninety(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|(?:a|one)\shundred(?:\s(?:and\s)?(?:one|two|three|four|five|six|seven|eight|nine|ten))?))"
)
NOT_EXACT = (
    r"(?!\s?(?:%|percent\b|\+|or\s(?:older|over|more|above|up)|and\s(?:older|over|above|up)))"
)
# After “she is 94” only the sentence goes on: no miles, no percent, no beds.
NO_MEASURE = (
    r"(?![\w-]|[.,:]?\d)(?=\s{0,2}(?:[.,;:!?)\"']|$|\n"
    r"|(?:and|but|or|now|when|while|who|yet|so|because|already)\b))"
)
# “the score of the patient is 95” tells of a score.
SOMEBODY = (
    r"(?:\b(?i:he|she|who)|(?<!of\sthe\s)(?<!of\sa\s)(?<!of\seach\s)\b(?i:patient|client|mother|father|woman|man"
    r"|wife|husband|sister|brother|aunt|uncle|grandmother|grandfather|widow|widower|elder|resident|neighbor))"
)
# A person is named with the age.
AGES_OF_SOMEBODY = (
    re.compile(
        rf"{SOMEBODY}(?:\s(?i:is|was|turns|had\sturned|has\sturned)|'s)\s(?:(?i:now|already|almost|nearly|about|only|just|still|over)\s)?{NINETY}{NOT_EXACT}{NO_MEASURE}"
    ),
    re.compile(
        r"\b(?i:patient|client|woman|man|mother|father|grandmother|grandfather|widow|widower|elder)"
        rf"(?:,\s|\s\(){NINETY}(?=[,)](?!\d))"
    ),
    re.compile(
        rf"\b(?i:at|by)\s{NINETY},\s(?i:he|she|her|his|the\s(?:patient|woman|man|mother|father|widow|elder)|(?:my|our|one)\s(?:patient|mother|father|grandmother|grandfather))\b"
    ),
    re.compile(
        rf"\b(?i:died|dies|passed\saway|lives\salone|lived\salone|widowed|fell)\s(?i:at|aged)\s{NINETY}{NOT_EXACT}{NO_MEASURE}"
    ),
    re.compile(
        rf"\b(?i:ages|aged)\s(?:of\s)?(?:\d{{1,3}},?\s(?:and|or|&)\s{NINETY}|{NINETY},?\s(?:and|or|&)\s\d{{1,3}})(?!\s?(?:%|percent|or\s(?:older|over)|and\s(?:older|over)|years\sor)|[\w.,-]?\d|-)"
    ),
)
AGES = (
    re.compile(
        rf"(?<![\w,.-]){NINETY}[\s-]?(?i:(?:years?|yrs?)[\s-](?:old|of\sage)|y\.?/?o\b\.?){NOT_EXACT}"
    ),
    re.compile(
        rf"\b(?i:aged?|turned|age\sis|age\sof)\s?:?\s(?:of\s)?{NINETY}(?![\w.,]?\d)(?!-){NOT_EXACT}\b"
    ),
    re.compile(
        rf"\b(?i:oldest|eldest)\s(?:\w{{1,12}}\s){{0,3}}(?:is|was|were)\s{NINETY}(?![\w.,]?\d){NOT_EXACT}\b"
    ),
    re.compile(
        r"\b(?i:her|his|their|'s)\s(?:9\dth|9[123](?:st|nd|rd)|1[0-2]\dth|10[123](?:st|nd|rd))\sbirthday"
    ),
    re.compile(r"\b(?i:an?|the|our|this|one)\s(?i:centenarian|nonagenarian|supercentenarian)\b"),
)
BORN = re.compile(
    r"\b(?i:born(?:\s(?:in|on|about|around))?|d\.?o\.?b\.?:?|year\sof\sbirth:?|birth\s?year:?)\s(?:\S{1,10}\s){0,2}?(?P<year>(?:18|19|20)\d\d)\b"
)
# What is that old and no person.
OLD_THINGS = re.compile(
    r"\b(?:building|hospital|church|house|home|organi[sz]ation|institution|clinic|tradition"
    r"|company|school|law|treaty|agency|program|system|congregation|foundation|city|town|bridge"
    r"|facility|nonprofit|county|mosque|tree|farm|wing|campus|founded|built|policy|rule)\b",
    re.IGNORECASE,
)
RANGE_BEFORE = re.compile(
    r"(?:\d|\b(?:over|above|under|below|than|least|between))\s?(?:-|to|and)?\s?(?:age\s)?$",
    re.IGNORECASE,
)
RANGE_AFTER = re.compile(r"\s?(?:-|to)\s?\d")
OVER_89 = 89
# A date after these is a program's, unless it is told what befell somebody.
SINCE = re.compile(
    r"\b(?:since|starting|beginning|began|begun|started|launched|opened|effective|until|as\sof)\s"
    r"(?:(?:on|in|about|early|late|mid)\s)?$",
    re.IGNORECASE,
)
REACH, REACH_OF_MONTHS = 60, 30


def find(context: Context) -> Iterator[Finding]:
    yield from _dates(context)
    yield from _ages(context)


def _dates(context: Context) -> Iterator[Finding]:
    text = context.text
    for pattern in DAYS:
        for found in pattern.finditer(text):
            if _of_one_person(context, *found.span()):
                yield context.found(DATE, *found.span(), Sure.LIKELY)
    for found in SHORT_DAY.finditer(text):
        if context.near(*found.span(), context.events, reach=25):
            yield context.found(DATE, *found.span(), Sure.PERHAPS)
    for pattern in MONTHS:
        for found in pattern.finditer(text):
            if _of_one_person(context, *found.span(), REACH_OF_MONTHS):
                yield context.found(MONTH, *found.span(), Sure.PERHAPS)


def _of_one_person(context: Context, start: int, end: int, reach: int = REACH) -> bool:
    if context.near(start, end, context.events, reach):
        return True
    is_programs = SINCE.search(context.before(start, 24))
    return not is_programs and context.near(start, end, reach=reach)


def _ages(context: Context) -> Iterator[Finding]:
    text = context.text
    for pattern in (*AGES_OF_SOMEBODY, *AGES):
        for found in pattern.finditer(text):
            start, end = found.span()
            if RANGE_BEFORE.search(context.before(start, 14)) or RANGE_AFTER.match(text, end):
                continue
            if pattern in AGES_OF_SOMEBODY:
                yield context.found(AGE, start, end, Sure.LIKELY)
                continue
            after, before = context.after(end, 30), context.before(start, 40)
            if OLD_THINGS.search(after.partition(",")[0]) or OLD_THINGS.search(before):
                continue
            yield context.found(AGE, start, end, Sure.LIKELY)
    for found in BORN.finditer(text):
        is_old = context.today.year - int(found["year"]) > OVER_89
        if is_old and not OLD_THINGS.search(context.before(found.start(), 40)):
            yield context.found(AGE, *found.span(), Sure.PERHAPS)

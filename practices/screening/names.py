"""Names beside words about a patient. Staff, authors and organizations are no findings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import GENERIC, Context
from .findings import Finding, Sure
from .lists import CITIES, COUNTIES, FIRST_NAMES, LARGE_PLACES, NOT_NAMES, ORGANIZATIONS, STAFF
from .signs import FACE, NAME

CAPITAL = "A-ZÀ-ÖØ-ÞĀĆČĐĒĘĞĪŁŃŌŐŘŚŞŠŪŻŽ"
WORD = rf"[{CAPITAL}][^\W\d_'-]{{1,24}}(?:['-][^\W\d_]{{1,24}})?"
FULL = rf"{WORD}(?:\s(?:[{CAPITAL}]\.\s|al-|bin\s|de\s|la\s|van\s)?{WORD}){{0,3}}(?:\s[{CAPITAL}]\.(?!\w))?"
RELATIVES = (
    "daughter|son|wife|husband|mother|father|mom|dad|parent|sister|brother|aunt|uncle|grandmother"
    "|grandfather|grandma|grandpa|grandson|granddaughter|niece|nephew|spouse|fianc[ée]e?|child"
    "|baby|infant|newborn|cousin|guardian|stepson|stepdaughter|stepmother|stepfather|twin"
)
YEARS_OLD = r"(?:\d{1,3}|[a-z]{3,9}(?:-[a-z]{3,5})?)[\s-]years?[\s-]old\b(?![\s-](?:institution|build|hosp|clinic|org|prog|church|trad|comp|school|agency))"
A_PATIENT = (
    r"(?:\ba|one\sof\sour|our|the)\s(?:[\w-]{1,20}\s){0,2}(?:patients?|clients?)\b"
    rf"(?!-)(?!\s(?:and\sfamil\w+|(?!and\b|or\b)(?:{GENERIC}))\b)"
)
TREATED = (
    r"(?:was|is|had\sbeen|has\sbeen)\s(?:re)?(?:admitted|discharged|diagnosed|hospitali[sz]ed"
    r"|intubated|transferred|seen|treated)\b"
)
ILL = (
    r"who\s(?:had|has|lives\swith|lived\swith|was\streated\sfor|came\sin\swith)\s(?:[\w-]{1,15}\s){0,3}"
    r"(?:surgery|stroke|cancer|diabetes|asthma|depression|hiv|tuberculosis|tb|baby|miscarriage|seizures?"
    r"|dialysis|psychosis|addiction|dementia|heart\sattack|transplant)\b"
)

# “patient John Smith”, “the patient, Fatima,”, “a client named Ayaan”, “Pt. Lee Vang”.
AFTER_PATIENT = re.compile(
    r"\b(?P<cue>(?i:patient|client|pt\b\.?))"
    rf"(?P<link>,\s|:\s?|\s\(|\s-\s|\s(?i:is|was|named|called|name\sis|by\sthe\sname\sof|we\s(?:will\s)?call"
    rf"|whom\swe\scall|known\sas)\s|\s)"
    rf"(?P<title>(?:Mr|Mrs|Ms|Miss|Mx|Sra?)\.?\s)?(?P<name>{FULL})(?P<next>[,)]?)"
)
TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Sra?|Do[nñ]a|Se[nñ]ora?)\b\.?\s(?P<name>{FULL})")
RELATED = re.compile(
    rf"\b(?P<whose>(?i:patient's|client's|her|his|their|whose|the\spatients'))\s"
    rf"(?:[a-z-]{{2,14}}\s)?(?:{RELATIVES})\b(?:,\s|\s\(|\s(?:named|called)\s|\s)(?P<name>{FULL})"
)
BEFORE_CUE = re.compile(
    rf"(?<![\w'-])(?P<name>{FULL})(?P<link>,\s(?:who\s(?:is|was)\s)?|\s\(|\s(?:is|was)\s|\s)"
    rf"(?:(?P<age>(?:an?\s|now\s|then\s|aged?\s|only\s)?{YEARS_OLD}|aged?\s\d{{1,3}}\b)"
    rf"|(?P<patient>{A_PATIENT})|(?P<treated>{TREATED}|{ILL})|(?P<birth>(?i:d\.?o\.?b\b|date\sof\sbirth|born\son)))"
)
NUMBER_AFTER = re.compile(
    rf"(?<![\w'-])(?P<name>{FULL})(?:,\s|\s\()(?P<age>\d{{1,2}})(?=[,);]|\sy)"
)
LABELLED = re.compile(
    r"\b(?i:(?:patient|client|pt|member|mother|baby|child)(?:'s)?[ _]{0,2}(?:full[ _]|first[ _]|last[ _]|legal[ _])?"
    r"name|name\sof\s(?:the\s)?(?:patient|client)|(?:first|last|full|legal|maiden)[ _]name|surname)\s?[:=]\s?"
    r"(?P<name>[^\W\d_][^\W\d_'.-]{1,24}(?:,?\s[^\W\d_][^\W\d_'.-]{0,24}){0,3})"
)
PLAIN_LABEL = re.compile(rf"\bName\s?[:=]\s?(?P<name>{WORD}(?:,?\s{WORD}){{0,2}})")
INITIALS = re.compile(
    rf"\b(?i:patient|client|pt\.?)\s\(?(?P<name>[{CAPITAL}]\.\s?[{CAPITAL}]\.?)(?!\w)"
    rf"|(?<!\w)(?P<other>[{CAPITAL}]\.\s?[{CAPITAL}]\.?),?\s(?:is\s|was\s)?(?:an?\s)?\d{{1,3}}[\s-]years?[\s-]old"
)
STORY = re.compile(
    rf"\b(?i:(?:patient|client)(?:'s)?\sstor(?:y|ies)|case\s(?:story|study|report)|(?:the|her|his)\sstory)"
    rf"(?:\s(?i:of|about)\s|\s?[:-]\s)(?P<name>{FULL})"
)
SMALL_LETTERS = re.compile(
    r"\b(?i:patient|client|pt)\b,?\s(?:named\s|called\s)?(?P<name>(?P<first>[a-z]{3,14})\s[a-z]{2,20})\b"
)
# First names that are also words.
WORDS_TOO = frozenset(
    (
        "mark",
        "rose",
        "grace",
        "joyce",
        "may",
        "saw",
        "see",
        "naw",
        "pa",
        "eh",
        "jean",
        "jack",
        "patience",
        "blessing",
        "comfort",
        "crystal",
        "amber",
        "pilar",
        "may",
        "see",
        "lee",
        "wah",
        "hani",
        "bo",
        "ka",
    )
)
PICTURED = re.compile(
    rf"\b(?i:pictured|photo|photograph|shown)\s?(?:(?i:above|below|here|left|right))?\s?:\s(?P<name>{FULL})"
)
STAFF_BEFORE = re.compile(rf"\b(?:{'|'.join(STAFF)})s?\b,?\s$", re.IGNORECASE)
STAFF_BESIDE = re.compile(
    r"\s?[,(]\s?(?:who\s(?:is|was)\s)?(?:(?:our|the|a|an|my|their|its)\s(?:[\w-]{1,20}\s){0,3})?"
    r"(?:(?!(?:told|asked|saw|met|called|had|needed|wanted|with|and|by)\b)[\w-]{1,20}\s)?"
    rf"(?:{'|'.join(STAFF)})s?\b",
    re.IGNORECASE,
)
STAFF_TITLE = re.compile(r"\b(?:Dr|Doctor|Professor|Prof|Nurse|Rev|Pastor|Imam|Sen|Rep|Gov)\.?\s$")
CITY_WORDS = frozenset(word for place in (*CITIES, *COUNTIES) for word in place.split())


def find(context: Context) -> Iterator[Finding]:
    text = context.text
    for found in AFTER_PATIENT.finditer(text):
        if span := _after_patient(context, found):
            yield context.found(NAME, *span, Sure.LIKELY)
    for found in TITLED.finditer(text):
        if _is_patients(context, found):
            yield context.found(NAME, *found.span(), Sure.LIKELY)
    for found in RELATED.finditer(text):
        span = _person(text, *found.span("name"))
        if span and not STAFF_BESIDE.match(context.after(span[1], 60)):
            own = found["whose"].lower() in {"her", "his", "their", "whose"}
            yield context.found(NAME, *span, Sure.PERHAPS if own else Sure.LIKELY)
    for pattern in (BEFORE_CUE, NUMBER_AFTER):
        yield from _before_cue(context, pattern)
    for found in LABELLED.finditer(text):
        if found["name"].split()[0].lower() not in NOT_NAMES:
            yield context.found(NAME, *found.span("name"), Sure.LIKELY)
    for found in PLAIN_LABEL.finditer(text):
        cues = context.events
        if context.near(*found.span(), cues) or context.near(*found.span()):
            yield context.found(NAME, *found.span("name"), Sure.LIKELY)
    for found in STORY.finditer(text):
        span = _person(text, *found.span("name"))
        words = text[slice(*span)].split() if span else []
        if span and (words[0].lower() in FIRST_NAMES or len(words) > 1):
            yield context.found(NAME, *span, Sure.PERHAPS)
    for found in SMALL_LETTERS.finditer(text):
        if found["first"] in FIRST_NAMES - WORDS_TOO:
            yield context.found(NAME, *found.span("name"), Sure.PERHAPS)
    for found in INITIALS.finditer(text):
        which = "name" if found["name"] else "other"
        yield context.found(NAME, *found.span(which), Sure.PERHAPS)
    for found in PICTURED.finditer(text):
        span = _person(text, *found.span("name"))
        if span and len(text[slice(*span)].split()) > 1:
            yield context.found(FACE, *span, Sure.PERHAPS)


def _after_patient(context: Context, found: re.Match[str]) -> tuple[int, int] | None:
    text, link = context.text, found["link"]
    span = _person(text, *found.span("name"))
    if span is None:
        return None
    if found["title"]:
        return found.start("title"), span[1]
    words = text[slice(*span)].split()
    named = "name" in link or "call" in link or "known" in link
    is_first_name = words[0].lower() in FIRST_NAMES
    if len(words) == 1 and not named:
        set_off = link == ", " and found["next"] == ","
        if not (is_first_name or set_off):
            return None
        if set_off and not is_first_name and not _is_individual(context, found):
            return None
    if _is_staff(context, *span) and not named:
        return None
    return span


def _is_individual(context: Context, found: re.Match[str]) -> bool:
    return any(start <= found.start("cue") < end for start, end in context.individuals)


def _is_patients(context: Context, found: re.Match[str]) -> bool:
    """Mr. or Ms. alone may be anybody: it needs an age or a word about a patient beside it."""
    text = context.text
    if _person(text, *found.span("name")) is None or _is_staff(context, *found.span()):
        return False
    after = context.after(found.end(), 60)
    if re.match(
        rf",?\s(?:\(|who\s|is\s|was\s|a\s|an\s|aged?\s)*(?:{YEARS_OLD}|\d{{1,3}}[,)]|{TREATED})",
        after,
    ):
        return True
    return context.near(*found.span(), reach=60) or context.near(
        *found.span(), context.events, reach=60
    )


def _before_cue(context: Context, pattern: re.Pattern[str]) -> Iterator[Finding]:
    text = context.text
    for found in pattern.finditer(text):
        if STAFF_TITLE.search(context.before(found.start("name"), 12)):
            continue
        span = _person(text, *found.span("name"))
        if span is None:
            continue
        words = text[slice(*span)].split()
        is_first_name = words[0].lower() in FIRST_NAMES
        by_age_alone = pattern is NUMBER_AFTER
        if by_age_alone and not is_first_name:
            continue
        groups = found.groupdict()
        only_seen = "seen" in found.group() or "treated" in found.group()
        says_so = is_first_name or groups.get("age") or groups.get("birth")
        if (len(words) == 1 or only_seen) and not says_so:
            continue
        if _is_staff(context, *span):
            continue
        sure = Sure.PERHAPS if by_age_alone else Sure.LIKELY
        yield context.found(NAME, *span, sure)


def _person(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The part of these capitalized words that may be a person's name, if any is."""
    words = [(m.start(), m.end(), m.group()) for m in re.finditer(r"\S+", text[start:end])]
    while words and _plain(words[0][2]) in NOT_NAMES:
        words.pop(0)
    for place, (_, _, word) in enumerate(words):
        if _plain(word) in NOT_NAMES and _plain(word) not in FIRST_NAMES:
            if _plain(word) in ORGANIZATIONS:
                return None
            words = words[:place]
            break
    if not words or any(_plain(word) in ORGANIZATIONS for _, _, word in words[1:]):
        return None
    plain = [word for _, _, word in words]
    if plain[0] in LARGE_PLACES or all(word in CITY_WORDS for word in plain):
        return None
    if re.search(
        r"(?:St|Saint|Fort|Lake|Mount)\.?\s$", text[max(0, start - 6) : start + words[0][0]]
    ):
        return None
    if plain[0].isupper() and len(plain[0]) > 1 and plain[0].lower() not in FIRST_NAMES:
        return None
    return start + words[0][0], start + words[-1][1]


def _plain(word: str) -> str:
    return word.strip(".,'").removesuffix("'s").lower()


def _is_staff(context: Context, start: int, end: int) -> bool:
    """Work is named just beside the name: “Ms. Lopez, our interpreter”, “nurse Maria Lopez”."""
    return bool(
        STAFF_BEFORE.search(context.before(start, 24)) or STAFF_BESIDE.match(context.after(end, 60))
    )

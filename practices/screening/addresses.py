"""Ways to reach a person: telephone, fax, e-mail, web addresses, addresses of machines."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import phonenumbers

from .context import Context
from .findings import Finding, Sure
from .signs import EMAIL, FAX, IP, PHONE, URL

NUMBER = re.compile(
    r"(?<![\w.,/-])(?:\+?1[\s.-]?)?(?:\(\d{3}\)[\s-]?|\d{3}[\s.-]{1,2})\d{3}[\s.-]{1,2}\d{4}(?![\w/]|-\d|,\d)"
)
ABROAD = re.compile(r"(?<!\w)\+\d(?:[\s().-]{0,2}\d){7,14}(?!\d)")
CALL_WORD = r"\b(?:phone|telephone|tel|cell|mobile|call|calls|called|text|texted|number|fax|home|work|reach(?:ed)?|contact)\b\.?"
LABELLED = re.compile(
    rf"{CALL_WORD}[\s:#=]{{0,3}}(?:(?:is|was|at|on|number|no\.?|him|her|them|us)[\s:]{{1,2}}){{0,3}}(?P<number>\d{{10}}|\d{{3}}[.-]\d{{4}})(?![\w-])",
    re.IGNORECASE,
)
SPOKEN = re.compile(
    r"\b(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)[\s,-]{1,3}){6,13}"
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b",
    re.IGNORECASE,
)
COUNTED_UP = re.compile(r"one\W+two\W+three|nine\W+eight", re.IGNORECASE)
FAX_WORD = re.compile(r"\bfax(?:ed|es)?\b[^.\n]{0,24}$", re.IGNORECASE)
# Words that go with a number given to everybody.
OFFERED = re.compile(
    r"\b(?:call\sus|front\sdesk|reception|main\s(?:line|number|desk)|our\s(?:\w{3,14}\s)?(?:line"
    r"|number|desk|office|clinic|team)|hot-?line|help-?(?:line|desk)|help\sline|to\srefer|referral"
    r"|to\sjoin|to\sregister|questions|for\smore|nurse\sline|interpreter\sline|office|switchboard"
    r"|toll-?free|clinic\snumber|scheduling)\b",
    re.IGNORECASE,
)
TOLL_FREE = re.compile(r"\(?8(?:00|33|44|55|66|77|88)\)?")
LOCAL = "612"  # any area code: seven digits alone have none

MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
DOT = r"\s?[(\[{<]?\s?(?:dot|punkt|\.)\s?[)\]}>]?\s?"
AT = r"\s?(?:[(\[{<]\s?(?:at|@)\s?[)\]}>]|\sat\s|@)\s?"
SPELLED_MAIL = re.compile(
    rf"(?<![\w.])[\w+-]{{1,40}}(?:{DOT}[\w+-]{{1,40}}){{0,3}}{AT}[\w-]{{1,40}}(?:{DOT}[\w-]{{1,30}}){{0,2}}"
    r"(?:\s?[(\[{<]\s?(?:dot|\.)\s?[)\]}>]\s?|\s(?:dot|punkt)\s)(?:com|org|net|edu|gov|us|info|mail|io|mn)\b",
    re.IGNORECASE,
)
OFFICES = re.compile(
    r"^(?:info|contact|equity|admin|office|hello|help|support|team|events?|press|media|hr|jobs"
    r"|training|interpreters?|referrals?|intake|questions|library|privacy|compliance)$",
    re.IGNORECASE,
)

LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'()\[\]{}]{3,400}", re.IGNORECASE)
BARE_LINK = re.compile(
    r"(?<![\w./@-])(?:[\w-]{1,30}\.){0,2}(?:facebook|instagram|linkedin|tiktok|twitter|caringbridge|gofundme|youtube"
    r"|legacy|mychart)\.(?:com|org)/[^\s<>\"'()\[\]{}]{2,200}",
    re.IGNORECASE,
)
PERSONAL_HOST = re.compile(
    r"(?:^|\.)(?:mychart\w{0,12}|patientportal|myhealth\w{0,8}|followmyhealth|caringbridge|gofundme)\.",
    re.IGNORECASE,
)
PERSONAL_PATH = re.compile(
    r"/(?:patients?|clients?|members?|users?|u|people|person|profiles?|obituar(?:y|ies)|memorial|charts?"
    r"|visit|records?)/(?:id/)?[\w.%@-]*\d[\w.%@-]*|/(?:profiles?|users?|obituar(?:y|ies)|memorial|patients?)/[\w.%-]{3,}"
    r"|/(?:f|in|visit)/[\w.%-]{3,}|/~\w{2,}",
    re.IGNORECASE,
)
PERSONAL_QUESTION = re.compile(
    r"(?:^|[&;])(?:mrn|patient\w{0,4}|pat_?id|member_?id|user_?id|dob|ssn|name|chart|token|record\w{0,3})=[^&]{2,}",
    re.IGNORECASE,
)
SOCIAL = re.compile(r"(?:^|\.)(?:facebook|instagram|tiktok|twitter|x)\.com$", re.IGNORECASE)

DOTTED = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)")
COLONED = re.compile(r"(?<![\w:.])(?=[0-9a-fA-F]{0,4}:)[0-9a-fA-F:]{6,39}(?![\w:])")
NO_MACHINE = re.compile(
    r"(?:version|ver\.?|v|section|sec\.?|release|§|chapter|rule|part)\s?$", re.IGNORECASE
)
MACHINE = re.compile(
    r"\b(?:ip|ipv4|address|host|server|computer|tablet|device|logged|network)\b", re.IGNORECASE
)
REACH = 70
FEWEST_PARTS = 4


def find(context: Context) -> Iterator[Finding]:
    yield from _phones(context)
    yield from _mails(context)
    yield from _links(context)
    yield from _machines(context)


def _phones(context: Context) -> Iterator[Finding]:
    text = context.text
    for found in NUMBER.finditer(text):
        if TOLL_FREE.match(found.group().removeprefix("+").removeprefix("1").lstrip(" .-")):
            continue
        if _is_number(found.group()):
            yield _phone(context, *found.span())
    for found in ABROAD.finditer(text):
        if _is_number(found.group()):
            yield _phone(context, *found.span())
    for found in LABELLED.finditer(text):
        digits = re.sub(r"\D", "", found["number"])
        if _is_number(digits if len(digits) > 7 else LOCAL + digits):  # noqa: PLR2004  a local number
            yield _phone(context, *found.span("number"))
    for found in SPOKEN.finditer(text):
        if not COUNTED_UP.match(found.group()):
            yield context.found(PHONE, *found.span(), Sure.PERHAPS)


def _is_number(text: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text, "US"))
    except phonenumbers.NumberParseException:
        return False


def _phone(context: Context, start: int, end: int) -> Finding:
    sign = FAX if FAX_WORD.search(context.before(start, 40)) else PHONE
    if context.near(start, end, reach=REACH):
        return context.found(sign, start, end, Sure.LIKELY)
    own = OFFERED.search(context.before(start, 60).rpartition("\n")[2])
    return context.found(sign, start, end, Sure.OWN if own else Sure.PERHAPS)


def _mails(context: Context) -> Iterator[Finding]:
    for pattern in (MAIL, SPELLED_MAIL):
        for found in pattern.finditer(context.text):
            local, _, domain = found.group().partition("@")
            own = context.known.owns_domain(domain.strip()) or OFFICES.match(local.strip())
            if own and not context.near(*found.span(), reach=40):
                yield context.found(EMAIL, *found.span(), Sure.OWN)
            else:
                sure = Sure.LIKELY if context.near(*found.span(), reach=REACH) else Sure.PERHAPS
                yield context.found(EMAIL, *found.span(), sure)


def _links(context: Context) -> Iterator[Finding]:
    for pattern in (LINK, BARE_LINK):
        for found in pattern.finditer(context.text):
            link = found.group().rstrip(".,;:!?")
            if _is_personal(link):
                named = PERSONAL_QUESTION.search(link.partition("?")[2])
                near = named or context.near(*found.span(), reach=REACH)
                sure = Sure.LIKELY if near else Sure.PERHAPS
                yield context.found(URL, found.start(), found.start() + len(link), sure)


def _is_personal(link: str) -> bool:
    """Leads to one person's page, not to an institution's or to what everybody reads."""
    if "://" not in link:
        link = f"https://{link}"
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return False
    if PERSONAL_QUESTION.search(parts.query) or PERSONAL_PATH.search(parts.path):
        return True
    has_path = len(parts.path.strip("/")) > 1
    return has_path and bool(PERSONAL_HOST.search(f"{host}.") or SOCIAL.search(host))


def _machines(context: Context) -> Iterator[Finding]:
    for found in DOTTED.finditer(context.text):
        parts = [int(part) for part in found.group().split(".")]
        if max(parts) > 255 or NO_MACHINE.search(context.before(found.start(), 12)):  # noqa: PLR2004  a byte
            continue
        is_named = MACHINE.search(context.before(found.start(), 40))
        if max(parts) > 9 or is_named:  # noqa: PLR2004  else the number of a section
            yield context.found(IP, *found.span(), Sure.LIKELY if is_named else Sure.PERHAPS)
    for found in COLONED.finditer(context.text):
        words = [part for part in found.group().split(":") if part]
        if len(words) < FEWEST_PARTS - 1:
            continue
        try:
            ipaddress.IPv6Address(
                found.group().rstrip(":") if not found.group().endswith("::") else found.group()
            )
        except ValueError:
            continue
        yield context.found(IP, *found.span(), Sure.LIKELY)

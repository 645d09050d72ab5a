"""Numbers that name one person: of records, plans, accounts, licenses, cars, devices."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import Context
from .findings import Finding, Sure
from .signs import ACCOUNT, DEVICE, LICENCE, OTHER, PLAN, RECORD, SSN, VEHICLE, Sign

DASHED_SSN = re.compile(
    r"(?<![\w-])(?P<area>\d{3})([\s.-])(?P<group>\d\d)\2(?P<serial>\d{4})(?![\w-])"
)
LABELLED_SSN = re.compile(
    r"\b(?:ssn|ss\#|social\ssecurity(?:\s(?:number|no\.?|\#))?|itin|a-number|alien\snumber)[\s:#=]{0,3}"
    r"(?:is\s|was\s|ending\sin\s|last\sfour\s)?(?P<number>\d{3}[\s.-]?\d\d[\s.-]?\d{4}|\d{4,9})(?![\w-])",
    re.IGNORECASE,
)
# Numbers that were printed in advertisements and are nobody's any more.
PRINTED = frozenset({"078051120", "219099999"})
WHOLE = 9

NUMBER = r"(?:number|numbers|num|nos?\.?|\#|id|ids|code)"
LINK = r"[\s:#=.-]{0,3}(?:(?:is|was|of|reads|number)\s)?[\s:#=.(]{0,2}"
VALUE = r"(?P<value>(?=[A-Za-z-]{0,8}\d)[A-Za-z0-9][A-Za-z0-9-]{2,29})(?![\w]|[,.]\d)"


def _labelled(label: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{label}){LINK}{VALUE}", re.IGNORECASE)


# Sign, the words that stand before the number, the fewest digits in it.
LABELS: tuple[tuple[Sign, re.Pattern[str], int], ...] = (
    (RECORD, _labelled(
        rf"mrns?|m\.r\.n\.?|(?:medical|patient|pt|client|health|hospital|chart|emr|ehr|epic)\s(?:record\s|chart\s|file\s)?{NUMBER}"
        rf"|chart\s\#|(?:accession|encounter|admission|specimen|visit|case|file|referral|prescription|rx)\s{NUMBER}|rx\#?"
    ), 4),
    (PLAN, _labelled(
        rf"(?:member|subscriber|policy|policyholder|group|beneficiary|enrollee|insurance|plan|medicaid|medicare|ma|pmi|mbi|hicn|claim)\s{NUMBER}"
        r"|pmi|mbi|hicn|medical\sassistance\s(?:id|number)"
    ), 5),
    (ACCOUNT, _labelled(rf"(?:account|acct\.?|bank|routing|iban|invoice|billing|bill|credit\scard|debit\scard|card)\s{NUMBER}|acct\.?"), 4),
    (LICENCE, _labelled(
        rf"(?:(?:driver'?s?'?|driving|nursing|medical|state|professional)\s)?(?:licen[sc]e|certificate|passport|permit|dl)\s{NUMBER}|passport|driver'?s\slicen[sc]e"
    ), 4),
    (VEHICLE, _labelled(r"(?:license\s|number\s)?plates?(?:\s(?:number|no\.?|\#))?|vin(?:\snumber|\s\#)?|vehicle\s(?:id|number|identification\snumber)"), 2),
    (DEVICE, _labelled(
        r"serial\s(?:number|no\.?|\#|num)|s/n|device\s(?:id|identifier|number|serial)|udi(?:-di|-pi)?|imei|mac\saddress|implant\s(?:number|id|no\.?)|(?:pacemaker|pump|monitor|insulin\spump|defibrillator)\s(?:\w{2,10}\s)?(?:serial|number|no\.?|id|\#)|lot\s(?:number|no\.?|\#)"
    ), 4),
    (OTHER, _labelled(rf"(?:study|subject|participant|respondent|survey|token|barcode|bar\scode|tracking|person|household|unique|case\sreport)\s{NUMBER}|unique\sidentifier|guid|uuid"), 3),
)  # fmt: skip
TOO_PLAIN = re.compile(r"(?:19|20)\d\d$")
MEDICARE = re.compile(
    r"(?<![\w-])[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?"
    r"[AC-HJKMNP-RT-Y]{2}\d\d(?![\w-])"
)
CARD = re.compile(r"(?<![\w.,-])(?:\d[\s-]?){12,18}\d(?![\w-]|[.,]\d)")
VIN = re.compile(r"(?<![\w-])[A-HJ-NPR-Z0-9]{17}(?![\w-])", re.IGNORECASE)
VIN_VALUES = {
    **{str(digit): digit for digit in range(10)},
    **dict(zip("ABCDEFGH", range(1, 9), strict=True)),
    **dict(zip("JKLMN", range(1, 6), strict=True)),
    "P": 7, "R": 9,
    **dict(zip("STUVWXYZ", range(2, 10), strict=True)),
}  # fmt: skip
VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
GS1 = re.compile(r"\(01\)\s?\d{14}(?:\s?\(\d\d\)\s?[\w-]{1,20}){0,4}")
MAC = re.compile(
    r"(?<![\w:-])(?:[0-9a-fA-F]{2}([:-]))(?:[0-9a-fA-F]{2}\1){4}[0-9a-fA-F]{2}(?![\w:-])"
)


def find(context: Context) -> Iterator[Finding]:
    text = context.text
    for found in DASHED_SSN.finditer(text):
        if _is_ssn(found["area"], found["group"], found["serial"]):
            yield context.found(SSN, *found.span(), Sure.LIKELY)
    for found in LABELLED_SSN.finditer(text):
        digits = re.sub(r"\D", "", found["number"])
        whole = (
            len(digits) == WHOLE and digits < "9"
        )  # from 9 on: a taxpayer's number of the same form
        if whole and not _is_ssn(digits[:3], digits[3:5], digits[5:]):
            continue
        if len(set(digits)) > 1 and not TOO_PLAIN.match(digits):
            yield context.found(SSN, *found.span("number"), Sure.LIKELY)
    for sign, pattern, fewest in LABELS:
        for found in pattern.finditer(text):
            if _is_value(found["value"], fewest):
                yield context.found(sign, *found.span("value"), Sure.LIKELY)
    for found in MEDICARE.finditer(text):
        yield context.found(PLAN, *found.span(), Sure.LIKELY)
    for found in CARD.finditer(text):
        if luhn(re.sub(r"\D", "", found.group())):
            yield context.found(ACCOUNT, *found.span(), Sure.LIKELY)
    for found in VIN.finditer(text):
        if vin(found.group().upper()):
            yield context.found(VEHICLE, *found.span(), Sure.LIKELY)
    for pattern in (GS1, MAC):
        for found in pattern.finditer(text):
            yield context.found(DEVICE, *found.span(), Sure.LIKELY)


def _is_ssn(area: str, group: str, serial: str) -> bool:
    """Numbers that were never given out are no findings."""
    possible = area not in {"000", "666"} and area < "900" and group != "00" and serial != "0000"
    return possible and area + group + serial not in PRINTED


def _is_value(value: str, fewest: int) -> bool:
    digits = sum(sign.isdigit() for sign in value)
    return digits >= fewest and not TOO_PLAIN.match(value)


def luhn(digits: str) -> bool:
    """The check digit of bank cards."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    is_card = digits[0] in "3456" and len(set(digits)) > 2  # noqa: PLR2004  4444 4444 … is nobody's
    return is_card and sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0  # noqa: PLR2004  two digits


def vin(text: str) -> bool:
    """The check digit of vehicle numbers in North America: the ninth sign."""
    if text.isdigit() or text.isalpha():
        return False
    rest = (
        sum(VIN_VALUES[sign] * weight for sign, weight in zip(text, VIN_WEIGHTS, strict=True)) % 11
    )
    return text[8] == ("X" if rest == 10 else str(rest))  # noqa: PLR2004  ten is written X

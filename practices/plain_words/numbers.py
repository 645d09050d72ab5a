"""Numbers as they are read aloud: SMOG counts them by their sound (McLaughlin 1969, rule 2)."""

from __future__ import annotations

import re

# How many syllables each has: zero, one, two … nineteen.
SMALL = (2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2)
TENS = (0, 0, 2, 2, 2, 2, 2, 3, 2, 2)  # twenty, thirty … ninety
STEPS = ((10**9, 2), (10**6, 2), (1000, 2))  # billion, million, thousand
HUNDRED = 2
POINT = 1
LONGEST = 12  # digits; longer ones are read one by one
# A year is read in two halves: nineteen ninety-nine, twenty nineteen; but two thousand nine.
FIRST_YEAR, LAST_YEAR = 1100, 2099
YEARS_READ_WHOLE = range(2000, 2010)
SIGNS = {"$": 2, "%": 2, "€": 2, "£": 1, "&": 1, "°": 2}
NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")


def spoken(number: int) -> int:
    """Syllables of a whole number: 27 is twenty-seven, 4."""
    if number < len(SMALL):
        return SMALL[number]
    if number < 100:  # noqa: PLR2004  up to here a ten and a digit
        return TENS[number // 10] + (SMALL[number % 10] if number % 10 else 0)
    if number < 1000:  # noqa: PLR2004  up to here hundreds
        rest = number % 100
        return SMALL[number // 100] + HUNDRED + (spoken(rest) if rest else 0)
    for step, syllables in STEPS:
        if number >= step:
            many, rest = divmod(number, step)
            return spoken(many) + syllables + (spoken(rest) if rest else 0)
    raise AssertionError(number)


def syllables_of_numeral(text: str) -> int:
    """“79,000”, “2019”, “0.5” as a person says them."""
    whole, _, decimals = text.replace(",", "").partition(".")
    if len(whole) > LONGEST:
        return sum(SMALL[int(digit)] for digit in whole)
    number = int(whole)
    said = spoken(number)
    is_year = FIRST_YEAR <= number <= LAST_YEAR and len(text) == len("2019") and not decimals
    if is_year and number not in YEARS_READ_WHOLE:
        century, year = divmod(number, 100)
        said = spoken(century) + (spoken(year) if year else HUNDRED)
    if decimals:
        said += POINT + sum(SMALL[int(digit)] for digit in decimals)
    return said

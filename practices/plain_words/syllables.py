"""How many syllables a word has: from the CMU dictionary, else by rule (docs/adr/0015)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from unicodedata import combining, normalize

from .numbers import NUMERAL, SIGNS, syllables_of_numeral

# Short forms are read as the words they stand for.
READ_AS = {
    "dr": "doctor", "drs": "doctors", "mr": "mister", "mrs": "missus", "ms": "miss",
    "st": "saint", "vs": "versus", "etc": "et cetera", "e.g": "for example", "i.e": "that is",
    "approx": "about", "dept": "department", "hr": "hour", "hrs": "hours", "min": "minute",
    "mins": "minutes", "no": "no", "nos": "numbers", "inc": "incorporated", "jr": "junior",
    "sr": "senior", "prof": "professor", "rev": "reverend", "fig": "figure", "vol": "volume",
    "est": "estimated", "avg": "average", "appt": "appointment", "ave": "avenue",
}  # fmt: skip
# Short forms that are said as words.
SAID_AS_WORDS = {
    "HIPAA": 2, "COVID": 2, "NICU": 2, "PICU": 2, "WIC": 1, "SNAP": 1, "CHIP": 1, "AIDS": 1,
    "CLAS": 1, "FEMA": 2, "RSVP": 4, "DACA": 2, "MNSURE": 3,
}  # fmt: skip
GROUP = re.compile(r"[aeiouy]+")
# Two vowels beside each other that are said one after the other.
APART = re.compile(
    r"ia(?!l$|n$)|[^cgst]ia|[^bcgstx]ious|riet|[^aeiou]ien(?=c|t|$)|dien|iu|io(?=$|d|l|r|s(?!n))"
    r"|eo(?![nuw])|ua(?=[dlrtb])|[^g]ua[^aeiour]|uou|[aeiou]ing$|[^aeiou]ying|oa(?=$|s$)|aic|eal(?=i)"
    r"|creat|uity|[^hn]ie(?:r|rs|st)$|^mc|^bio|^tri[aeou]|ayo|uel|loyee"
)
# An e that is written and not said: made, rules, worked, named places of work.
SILENT_END = re.compile(r"(?:[^aeiouy]e|[aeiouy][bcdfgkmnprstvwz]?e)s?$")
SAID_ES = re.compile(r"(?:[cgsxz]|ch|sh)es$")
SAID_LE = re.compile(r"[^aeiouylrw]les?$")
# Two vowels in one group, which is counted once already.
SAID_ENDINGS = tuple(f"{vowel}{end}" for vowel in "eyoiau" for end in ("e", "es"))
SILENT_ED = re.compile(r"(?:[^aeioutdl]|[aeiouylrw]l)ed$")
SILENT_INSIDE = re.compile(
    r"[aeiou][^aeiouy]e(?=(?:ly|ment|ments|less|ful|ness|work|works|time|land|line|man|men)$)"
)
# Said although no vowel is written.
SAID_END = re.compile(r"[^aeiouy]['’]?m$|thm|sms?$")


@cache
def dictionary() -> dict[str, int]:
    """Word -> syllables. Read when the first text is measured: 134,000 words are 12 MB."""
    from pysyllables import SYLLABLE_COUNTS

    return SYLLABLE_COUNTS


@lru_cache(maxsize=4096)
def syllables(word: str) -> int:
    """Of one word as it stands in a text; hyphens bind parts into one word."""
    parts = [part for part in re.split(r"[-–—/]", word) if part]
    return max(1, sum(_part(part) for part in parts))


def _part(part: str) -> int:
    if NUMERAL.search(part):
        return _with_numeral(part)
    if part in SAID_AS_WORDS:
        return SAID_AS_WORDS[part]
    if _is_spelled(part):
        return sum(3 if letter == "W" else 1 for letter in part if letter.isupper())
    plain = _without_accents(part.lower()).replace("’", "'").strip("'.")
    if plain in READ_AS:
        return sum(syllables(one) for one in READ_AS[plain].split() if one != plain) or 1
    if "." in plain:  # a.m., U.S.
        return sum(1 for letter in plain if letter.isalpha()) or 1
    known = dictionary().get(plain)
    if known is None and plain.endswith("'s"):
        known = _possessive(plain[:-2])
    return known or by_rule(plain)


def _without_accents(word: str) -> str:
    """“naïve” as the dictionary has it."""
    return "".join(sign for sign in normalize("NFKD", word) if not combining(sign))


def _possessive(owner: str) -> int:
    said = dictionary().get(owner) or by_rule(owner)
    return said + (1 if re.search(r"(?:[sxz]|[cs]h|[cg]e)$", owner) else 0)


def _is_spelled(part: str) -> bool:
    """EHR and FTE are read letter by letter; NASA, which the dictionary has, is not."""
    letters = part.rstrip("s’'")
    if not (letters.isalpha() and letters.isupper() and 2 <= len(letters) <= 5):  # noqa: PLR2004  short forms
        return False
    says_a_word = len(letters) > 3 and letters.lower() in dictionary()  # noqa: PLR2004  US, IT, WHO
    return not says_a_word


def _with_numeral(part: str) -> int:
    found = sum(syllables_of_numeral(one) for one in NUMERAL.findall(part))
    rest = NUMERAL.sub(" ", part)
    signs = sum(said for sign, said in SIGNS.items() for _ in range(rest.count(sign)))
    words = re.findall(r"[^\W\d_]+", rest)
    # 1st, 20th and 90s end as the number does; 10mg and 6pm are read letter by letter.
    endings = {"st", "nd", "rd", "th", "s"}
    letters = sum(
        len(one) if len(one) <= 2 else syllables(one)  # noqa: PLR2004  a unit
        for one in words
        if one.lower() not in endings
    )
    return found + signs + letters


def by_rule(word: str) -> int:
    """For words that no dictionary has: groups of vowels, less those that are not said."""
    word = re.sub(r"[^a-z]", "", word.lower()).replace("qu", "kw")
    if not word:
        return 1
    count = len(GROUP.findall(word)) + len(APART.findall(word)) + bool(SAID_END.search(word))
    is_silent = (
        (SILENT_END.search(word) and not SAID_ES.search(word) and not SAID_LE.search(word))
        or SILENT_ED.search(word)
    ) and not word.endswith(SAID_ENDINGS)
    count -= bool(is_silent) and len(GROUP.findall(word)) > 1
    count -= bool(SILENT_INSIDE.search(word)) + word.endswith("ically")
    return max(1, count)

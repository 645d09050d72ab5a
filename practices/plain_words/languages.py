"""In which language a text is written, by the small words that no sentence does without."""

from __future__ import annotations

import re

ENGLISH = "English"
SMALL_WORDS = {
    ENGLISH: "the of and to in is was are were that it for on with as they we our at by be this "
    "have has had from or their not you your who can will them when what if now each one more",
    "Spanish": "de la que el en y los se las del un por con una su para es al lo como más pero sus "
    "le ya este sí porque esta entre cuando muy sin sobre también nos uno les donde quien desde",
    "Somali": "waa iyo ku ka uu oo ay ah ee si aan waxaa ugu soo ayaa kale leh badan wax dadka "
    "lagu waxay laga u la kuwa inay marka qof caafimaadka haddii loo gu inta",
    "Hmong": "lub thiab ntawm cov yog nyob tau rau muaj kev tus koj los txog peb tsis ib uas lawv "
    "hauv kom yuav lawm hais neeg mus tuaj tej ua nws kuv pab",
    "Oromo": "fi kan akka irraa isaa keessa hin itti jira waan yeroo kun ni irratti nama tokko "
    "haa garuu ishee isaan dha ture",
    "French": "le les des une est du dans qui pour pas sur au avec ce il sont nous vous cette ses "
    "aux été ont mais plus leur par elle",
    "Vietnamese": "và của là có không được cho người một những các trong với này đã để khi thì ở",
    "German": "der die und das ist von den mit für auf ein eine sich des dem nicht im auch es wird",
    "Portuguese": "que não uma para com os as do da em um são mais dos foi pelo também",
}
KNOWN = {name: frozenset(text.split()) for name, text in SMALL_WORDS.items()}
# English prose is two fifths small words, lists of short points at least an eighth.
LEAST_SHARE = 0.12
LEAST_WORDS = 8
OTHER = "another language"
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def language_of(text: str) -> str:
    """The name of the language; `ENGLISH` too where there is too little to tell."""
    found = WORD.findall(text.lower())
    if not found:
        return ENGLISH
    foreign = sum(1 for word in found if ord(max(word)) > 0x24F and not _is_vietnamese(word))  # noqa: PLR2004  beyond Latin letters
    if foreign * 2 > len(found):
        return OTHER
    if len(found) < LEAST_WORDS:
        return ENGLISH
    shares = {
        name: sum(word in small for word in found) / len(found) for name, small in KNOWN.items()
    }
    best = max(shares, key=lambda name: (shares[name], name == ENGLISH))
    if shares[best] < LEAST_SHARE:
        return OTHER
    return best


def _is_vietnamese(word: str) -> bool:
    """Latin letters with two marks stand in a block of their own."""
    return all(ord(letter) < 0x24F or 0x1E00 <= ord(letter) <= 0x1EFF for letter in word)  # noqa: PLR2004  Latin Extended Additional

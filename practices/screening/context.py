"""A text made ready for the rules: folded, with the places of words about one patient."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from .findings import Finding, Sure, around
from .folding import Folded, fold
from .known import NOTHING_KNOWN, Known
from .signs import Sign

# What follows “patient” where nobody in particular is meant.
GENERIC = (
    "access|activation|adherence|advis\\w{2,4}|advoca\\w{2,4}|and|assistance|care|cent\\w{2,5}"
    "|choice|communication|complaint\\w?|compass|contact|cost\\w?|council|day|days|demographic\\w?"
    "|education|educator\\w?|encounters?|engagement|experience\\w?|facing|feedback|financial"
    "|flow|group\\w?|handbook|handout\\w?|health|information|intake|journey|level|list\\w?"
    "|letter\\w?|liaison\\w?|material\\w?|navigat\\w{2,4}|notes?|or|outcome\\w?|outreach|panel\\w?"
    "|participation|partner\\w?|population\\w?|portal\\w?|preference\\w?|privacy|quality|record"
    "|records|registr\\w{1,6}|relations|report\\w{0,2}|representative\\w?|rights|room\\w?|safety"
    "|satisfaction|service\\w?|stor\\w{1,3}|support|survey\\w?|trust|visit\\w?|volume\\w?"
    "|voice\\w?|zip|demand|organi[sz]ation\\w?|institution\\w?"
)
COUNTING = (
    "each|every|per|any|no|average|typical|multi|which|whichever|inter|cross|all|of|for|and|or"
    "|more|our own|new|same"
)
PATIENT = re.compile(
    rf"\b(?:(?P<count>{COUNTING})[\s-])?(?<!-)(?:patient|client|pt)\b(?:'s)?"
    rf"(?![\s-]+(?:{GENERIC})\b)(?!-)",
    re.IGNORECASE,
)
# Where the word is “of patient Smith”, the name rule looks for itself; here a person is meant.
OTHERS = re.compile(
    r"\b\d{1,3}[\s-]years?[\s-]old\b(?=\s{0,2}[\w,(])"
    r"|\b(?:the|her|his|their|a|our|this|one)\s(?:newborn|infant|baby|toddler|decedent)\b(?!\s(?:unit"
    r"|clinic|care|formula|cafe|box|program|visits?)\b)"
    r"|\b(?:he|she|who|patient|client|mother|woman|man|boy|girl|child|baby|infant|teenager)\s"
    r"(?:was|is|had\sbeen|has\sbeen)\s(?:re)?(?:admitted|discharged|hospitali[sz]ed|diagnosed"
    r"|intubated|transferred|buried|born)\b"
    r"|\b(?:he|she|patient|client|mother|woman|man|boy|girl|child|baby|infant)\s(?:passed\saway|died"
    r"|gave\sbirth|miscarried|delivered|overdosed|underwent)\b",
    re.IGNORECASE,
)
# Said of one person only, whoever it is.
EVENTS = re.compile(
    r"\b(?:d\.?o\.?b\b|date\sof\s(?:birth|death|admission|discharge|service|surgery|diagnosis)"
    r"|birth\s?dates?|birthday|(?:admission|discharge|surgery|visit|service)\sdate"
    r"|(?:re)?admitted\son|discharged\son|died\son|passed\saway\son|(?:was\s)?born\s(?:on|in)?"
    r"|(?:was|were)\s(?:seen|treated)\s(?:here\s)?on\s|operated\son\s(?:her|him)|(?:her|his)\s(?:last\s|first\s|next\s)?(?:appointment|visit"
    r"|surgery|delivery|admission|story|stay|discharge|death|due\sdate|diagnosis|stroke)|due\sdate|g[ai]ve\sbirth"
    r"|(?:she|he)\s(?:had|has\shad)\s(?:a\s)?(?:surgery|stroke|baby|c-section|miscarriage|seizure|heart\sattack)"
    r"|the\s(?:day|night|morning|evening)\s(?:that\s)?(?:she|he)\b)"
    # At the head of a column or a line: “Admitted: 3/3/2024”.
    r"|(?:^|(?<=\n)|(?<=\|)|(?<=\|\s))(?:(?:patient|client|mother|child|baby)(?:'s)?\s)?(?:(?:date|day)\s(?:of\s)?)?"
    r"(?:birth|born|(?:re)?admit(?:ted)?|(?:re)?admission|discharged?|died|deceased|death|dod)(?:\s(?:date|day|on))?"
    r"(?:\s\([^()\n|]{1,20}\))?\s?[:|](?=\s?(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))",
    re.IGNORECASE,
)
PATIENTS = re.compile(
    r"\b(?:patients?|clients?|enrollees?|beneficiar(?:y|ies)|newborns?|infants?)\b", re.IGNORECASE
)
STOPS = re.compile(r"\n|[.!?;](?=\s+[A-Z\"'(])|[!?](?=\s)")
# No sentence ends after these.
SHORT_FORMS = re.compile(
    r"\b(?:Mrs?|Ms|Mx|Dr|St|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z])$"
)


@dataclass(frozen=True)
class Context:
    original: str
    today: dt.date
    known: Known = NOTHING_KNOWN
    folded: Folded = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", fold(self.original))

    @property
    def text(self) -> str:
        return self.folded.text

    @cached_property
    def stops(self) -> list[int]:
        """Where sentences and paragraphs end."""
        text = self.text
        return [
            found.start()
            for found in STOPS.finditer(text)
            if text[found.start()] != "."
            or not SHORT_FORMS.search(text[max(0, found.start() - 5) : found.start()])
        ]

    @cached_property
    def individuals(self) -> list[tuple[int, int]]:
        """Words about one patient."""
        patient = ((f.start(), f.end()) for f in PATIENT.finditer(self.text) if not f["count"])
        others = ((f.start(), f.end()) for f in OTHERS.finditer(self.text))
        return sorted([*patient, *others])

    @cached_property
    def events(self) -> list[tuple[int, int]]:
        """Words about what befell one person, whoever it was."""
        return [(f.start(), f.end()) for f in EVENTS.finditer(self.text)]

    @cached_property
    def anybody(self) -> list[tuple[int, int]]:
        """Words about patients, one or many."""
        return [(f.start(), f.end()) for f in PATIENTS.finditer(self.text)]

    def near(
        self, start: int, end: int, cues: list[tuple[int, int]] | None = None, reach: int = 80
    ) -> bool:
        """Whether such a word stands in the same sentence, not far off; by default a patient's."""
        cues = self.individuals if cues is None else cues
        first = bisect_left(cues, (start - reach - 30, 0))
        for cue_start, cue_end in cues[first : first + 2 * reach]:
            if cue_start > end + reach:
                return False
            if cue_end < start - reach or (cue_start < end and cue_end > start):
                continue
            if not self._stops_between(min(cue_end, end), max(cue_start, start)):
                return True
        return False

    def _stops_between(self, one: int, other: int) -> bool:
        return bisect_left(self.stops, one) != bisect_right(self.stops, other - 1)

    def before(self, start: int, reach: int = 40) -> str:
        """What stands before, in the same sentence."""
        return self.text[max(0, start - reach) : start]

    def after(self, end: int, reach: int = 40) -> str:
        return self.text[end : end + reach]

    def found(self, sign: Sign, start: int, end: int, sure: Sure) -> Finding:
        """Marks a part of the folded text where it stands in the original."""
        first, last = self.folded.span(start, end)
        before, after = around(self.original, first, last)
        return Finding(sign, first, last, self.original[first:last], before, after, sure)

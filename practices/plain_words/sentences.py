"""A text as sentences and words, by the rules with which SMOG is counted by hand.

A semicolon ends a sentence, each line of a list is one, a word with hyphens is one word
(docs/writing.md names the sources).
"""

from __future__ import annotations

import re

# A point after these ends no sentence.
TITLES = (
    r"(?:Drs?|Mrs?|Ms|St|Prof|Rev|Jr|Sr|vs|Nos?|Fig|Vol|Dept|approx|est|avg|appt|e\.g|i\.e|cf|al)"
)
# These may end one: only a small letter behind them shows that it goes on.
PERHAPS = re.compile(r"(?:\b(?:etc|Inc|Co|hrs?|mins?|a\.m|p\.m|Ave|[A-Z]\.[A-Z])\.)$")
END = re.compile(r"""(?<=[.!?…])["”’')\]]*\s+|;\s+""")
AFTER_TITLE = re.compile(rf"\b{TITLES}\.$")
INITIAL = re.compile(r"(?:^|\s)[A-Z]\.$")
QUOTES = ('"', "”", "’", "'")
LIST_LINE = re.compile(r"^\s*(?:[-*•–]|\(?(?:\d{1,2}|[a-z])[.)])\s+")
WORD = re.compile(
    r"[$€£]?\d[\d,]*(?:\.\d+)?(?:[%°]|[^\W_]+)?(?:[-–][^\W_]+)*"  # $21,000, 0.5, 27%, 10-year
    r"|[^\W\d_]\.(?:[^\W\d_]\.)+"  # a.m., U.S.
    r"|[^\W_]+(?:['’\-‐‑/&][^\W_]+)*"
)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+")


def sentences(text: str) -> list[str]:
    """The sentences that hold a word, in order."""
    found = []
    for block in _blocks(ADDRESS.sub(" ", text)):
        found += [one for one in _split(block) if WORD.search(one)]
    return found


def words(sentence: str) -> list[str]:
    return [found[0] for found in WORD.finditer(sentence)]


def _blocks(text: str) -> list[str]:
    """Paragraphs and lines of lists. A line without a point above an empty one is a heading."""
    blocks: list[str] = []
    running: list[str] = []
    for line in [*text.replace("\r", "").split("\n"), ""]:
        is_item = LIST_LINE.match(line)
        if running and (is_item or not line.strip()):
            blocks.append(" ".join(running))
            running = []
        if is_item:
            running = [LIST_LINE.sub("", line).strip()]
        elif line.strip():
            running.append(line.strip())
    return blocks


def _split(block: str) -> list[str]:
    parts: list[str] = []
    begins = 0
    for end in END.finditer(block):
        # With the mark that closes a quotation, which the pattern takes along.
        before = block[begins : end.end()].rstrip()
        after = block[end.end() :]
        if not before.strip() or (before[-1] != ";" and _goes_on(before, after)):
            continue
        parts.append(block[begins : end.end()].strip())
        begins = end.end()
    return [part for part in (*parts, block[begins:].strip()) if part]


def _goes_on(before: str, after: str) -> bool:
    """Whether the point at the end of `before` is that of a short form."""
    if AFTER_TITLE.search(before) or INITIAL.search(before):
        return True
    # Who writes without capitals ends sentences all the same; a quotation goes on: “Why?” she said.
    may_go_on = PERHAPS.search(before) or before.endswith((*QUOTES, "…"))
    return bool(may_go_on) and after[:1].islower()

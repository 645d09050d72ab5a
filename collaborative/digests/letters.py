"""The digest as a message: the frozen frame and cards of an issue, joined for one reader.

Nothing is rendered per reader: the frame and each card are ready HTML with styles inlined, and
only names of places in them are filled in. Members' words are never looked through for places.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from email.utils import parseaddr
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.html import escape

from collaborative.core.mail.mime import make_message
from collaborative.core.mail.render import (
    inline,
    inline_fragment,
    one_line,
    render_words,
    site_context,
)
from practices.models import ScopeArea

from .cards import LABEL, Card, labelled
from .enums import Frequency, IssueKind
from .schedule import ZONE
from .tokens import make_token, unsubscribe_url

PLACE = re.compile(r"@@([A-Z]+)@@")
PLACES = ("HEADING", "PREHEADER", "CARDS", "MORE", "WHY", "UNSUBSCRIBE")
MOST_CARDS = 20
MOST_BYTES = 62_000  # of cards in both forms: the whole message stays under 90 KB
NAMED_AREAS = 3
FOUND = "New in your saved searches"
REST = "Also new"
TITLES = {
    IssueKind.DAILY: "Daily digest",
    IssueKind.WEEKLY: "Weekly digest",
    IssueKind.EXTRA: "Extra digest",
}
HOW_OFTEN: dict[str, str] = {Frequency.DAILY: "every day", Frequency.WEEKLY: "every week"}


class Reader(NamedTuple):
    """For whom a digest is written."""

    id: int
    email: str
    how_often: str
    scopes: tuple[str, ...]
    follows: bool = False


class Chosen(NamedTuple):
    """A card as this reader gets it."""

    card: Card
    is_changed: bool
    is_followed: bool = False
    happened: str = ""
    found_by: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """What kind of news it is: new words, other words, or something around them."""
        if self.happened:
            return self.happened
        if not self.is_changed:
            return "New"
        # Issues that were planned before this was asked do not know it.
        return "Ended" if self.card.get("is_ended") else "Changed"

    @property
    def label(self) -> str:
        label = self.word
        if self.is_followed:
            label = f"You follow this: {self.happened or self.word.lower()}"
        if not self.found_by:
            return label
        return f"{label}. Found by your search “{'”, “'.join(self.found_by)}”"

    @property
    def section(self) -> str:
        """Under which heading it stands; what is followed stands above all, under none."""
        if self.is_followed:
            return ""
        return FOUND if self.found_by else REST


class Letter(NamedTuple):
    subject: str
    text: str
    html: str


def make_frame(kind: str, due_at: dt.datetime, areas: dict[str, ScopeArea]) -> dict[str, Any]:
    """What stands around the cards of an issue, rendered and inlined once for all its readers."""
    day = due_at.astimezone(ZONE)
    context: dict[str, Any] = {
        **site_context(),
        "issue_title": TITLES[IssueKind(kind)],
        "issue_day": f"{day:%A, %B} {day.day}, {day.year}",
        "subject": TITLES[IssueKind(kind)],
        "css": render_words("emails/digest.css", site_context()),
        **{name: f"@@{name}@@" for name in PLACES},
    }
    html = inline(render_to_string("emails/digest.html", context))
    text = render_words("emails/digest.txt", context).strip() + "\n"
    names = {slug: area.short_name for slug, area in areas.items()}
    section = inline_fragment(f'<h2 class="d-section">{LABEL}</h2>', context["css"])
    return {"html": html, "text": text, "areas": names, "section": section}


def compose(frame: dict[str, Any], reader: Reader, chosen: Sequence[Chosen]) -> Letter:
    """Subject, words and HTML for one reader."""
    shown = _that_fit(chosen)
    places = {
        "HEADING": heading(chosen),
        "PREHEADER": one_line("; ".join(one.card["title"] for one in shown[:3]), 180),
        "MORE": _more(len(chosen) - len(shown)),
        "WHY": _why(reader, frame["areas"]),
        "UNSUBSCRIBE": unsubscribe_url(reader.id),
    }
    in_html: dict[str, str] = {name: escape(words) for name, words in places.items()}
    in_html["CARDS"] = "\n".join(
        labelled(_headed(frame, section), escape(section))
        + labelled(one.card["html"], escape(one.label))
        for section, one in _in_sections(shown)
    )
    cards = (
        (f"{section.upper()}\n\n" if section else "") + labelled(one.card["text"], one.label)
        for section, one in _in_sections(shown)
    )
    in_text = {**places, "CARDS": "\n\n".join(cards)}
    return Letter(
        subject_of(chosen),
        re.sub(r"\n{3,}", "\n\n", _fill(frame["text"], in_text)),
        _fill(frame["html"], in_html),
    )


def as_message(
    letter: Letter, *, reader: Reader, message_id: str, now: dt.datetime
) -> tuple[str, bytes]:
    """The sender's address for the envelope, and the message as it goes over the line."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    by_mail = f"mailto:{sender}?subject={quote(f'unsubscribe {make_token(reader.id)}')}"
    headers = {
        "From": settings.DEFAULT_FROM_EMAIL,
        "To": reader.email,
        "Subject": letter.subject,
        "Message-ID": message_id,
        "List-Id": f"{settings.SITE_NAME} digest <digest.{urlsplit(settings.BASE_URL).hostname}>",
        "List-Unsubscribe": f"<{unsubscribe_url(reader.id)}>, <{by_mail}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "Content-Language": "en",
    }
    return sender, make_message(headers, text=letter.text, html=letter.html, now=now)


def message_id_for(issue_id: int, reader_id: int) -> str:
    """The same for every try, so that a mailbox can tell a copy from a second letter."""
    proof = salted_hmac("digests.message-id", f"{issue_id}.{reader_id}").hexdigest()[:12]
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<digest.{issue_id}.{reader_id}.{proof}@{domain}>"


def heading(chosen: Sequence[Chosen]) -> str:
    """3 new practices, 1 changed and news of 2 that you follow."""
    around = sum(bool(one.happened) for one in chosen)
    changed = sum(one.is_changed for one in chosen) - around
    new = len(chosen) - changed - around
    said = []
    if new:
        said.append(f"{new} new practice{_s(new)}")
    if changed:
        said.append(f"{changed} changed" if new else f"{changed} changed practice{_s(changed)}")
    if around:
        more = "" if said else f" practice{_s(around)}"
        said.append(f"news of {around}{more} that you follow")
    words = " and ".join(filter(None, [", ".join(said[:-1]), said[-1]]))
    return words[0].upper() + words[1:]


def subject_of(chosen: Sequence[Chosen]) -> str:
    """What is inside: the title of the one practice, or the areas of several."""
    if len(chosen) == 1:
        only = chosen[0]
        if only.happened:
            return one_line(f"{only.happened}: {only.card['title']}")
        return one_line(f"{only.word} practice: {only.card['title']}")
    counted = Counter(area["short_name"] for one in chosen for area in one.card["areas"])
    names = [name for name, _ in counted.most_common()]
    more = len(names) - NAMED_AREAS
    listed = ", ".join(names[:NAMED_AREAS])
    if more > 0:
        listed += f" and {more} more area{_s(more)}"
    return one_line(f"{heading(chosen)}: {listed}" if listed else heading(chosen))


def _fill(frame: str, places: dict[str, str]) -> str:
    """One pass: what is filled in is not looked through again."""
    return PLACE.sub(lambda found: places.get(found[1], ""), frame)


def _that_fit(chosen: Sequence[Chosen]) -> list[Chosen]:
    """As many as a mail program shows without cutting the message; at least one."""
    shown: list[Chosen] = []
    size = 0
    for one in chosen[:MOST_CARDS]:
        html = len(one.card["html"].encode("ascii", "xmlcharrefreplace"))
        size += html + len(one.card["text"].encode()) * 4 // 3
        if shown and size > MOST_BYTES:
            break
        shown.append(one)
    return shown


def _in_sections(shown: Sequence[Chosen]) -> Iterator[tuple[str, Chosen]]:
    """Each with the heading that stands above it: none where no search brought anything."""
    has_sections, above = any(one.section == FOUND for one in shown), ""
    for one in shown:
        new = one.section if has_sections and one.section != above else ""
        above = one.section
        yield new, one


def _headed(frame: dict[str, Any], section: str) -> str:
    """The ready heading of a frame; issues that were planned before there were any have none."""
    return frame.get("section", "") if section else ""


def _more(number: int) -> str:
    return f"And {number} more on the portal." if number > 0 else ""


def _why(reader: Reader, names: dict[str, str]) -> str:
    areas = ", ".join(names[slug] for slug in names if slug in reader.scopes) or "all scope areas"
    more = ". What you follow comes first" if reader.follows else ""
    return f"You asked for a digest {reader.how_often} at {reader.email}, about: {areas}{more}."


def _s(number: int) -> str:
    return "" if number == 1 else "s"

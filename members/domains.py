"""Mail domains, compared by whole labels and in ASCII only.

A letter of another alphabet can look like, or fold into, an ASCII one; such an address proves
nothing, and such a domain is written in its ASCII form (xn--...).
"""

from __future__ import annotations

import re

LABELS = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+")
LONGEST = 253

# Below these anybody registers a name: nobody's own. Names of the form <label>.<country> and
# <label>.<state>.us; a domain of one label (com, org, edu) is none by its form already.
REGISTRY_LABELS = frozenset({"ac", "co", "com", "edu", "gov", "mil", "net", "nom", "or", "org"})
STATE_REGISTRY_LABELS = frozenset({"cc", "dst", "gen", "k12", "lib", "mus", "pvt", "tec"})
COUNTRY = re.compile(r"[a-z]{2}")
# Names that mean something inside one network only: no DNS proves them, no mail comes from there.
INWARD = frozenset(
    {"arpa", "corp", "home", "internal", "invalid", "lan", "local", "localhost", "onion", "test"}
)

# Anybody can have an address there, so an address there says nothing about an institution.
PUBLIC_PROVIDERS = frozenset(
    {
        "126.com",
        "163.com",
        "aim.com",
        "aol.com",
        "att.net",
        "bellsouth.net",
        "centurylink.net",
        "charter.net",
        "comcast.net",
        "cox.net",
        "duck.com",
        "earthlink.net",
        "email.com",
        "fastmail.com",
        "fastmail.fm",
        "free.fr",
        "frontier.com",
        "frontiernet.net",
        "gmail.com",
        "gmx.at",
        "gmx.ch",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hey.com",
        "hotmail.co.uk",
        "hotmail.com",
        "hotmail.fr",
        "hushmail.com",
        "icloud.com",
        "inbox.com",
        "juno.com",
        "laposte.net",
        "live.com",
        "mac.com",
        "mail.com",
        "mail.ru",
        "mailbox.org",
        "me.com",
        "msn.com",
        "naver.com",
        "netzero.net",
        "orange.fr",
        "outlook.com",
        "pm.me",
        "posteo.de",
        "proton.me",
        "protonmail.ch",
        "protonmail.com",
        "q.com",
        "qq.com",
        "rocketmail.com",
        "sbcglobal.net",
        "t-online.de",
        "tds.net",
        "tuta.com",
        "tuta.io",
        "tutanota.com",
        "usfamily.net",
        "verizon.net",
        "web.de",
        "yahoo.co.uk",
        "yahoo.com",
        "yahoo.de",
        "yahoo.fr",
        "yandex.com",
        "yandex.ru",
        "ymail.com",
        "zoho.com",
        "zohomail.com",
    }
)


def domain_of(address: str) -> str:
    """The domain of an address, lower case; empty where it is not plain ASCII."""
    _, at, domain = address.rpartition("@")
    if not at or not address.isascii():
        return ""
    return domain.lower()


def is_domain(text: str) -> bool:
    return text.isascii() and len(text) <= LONGEST and LABELS.fullmatch(text) is not None


def is_registry(domain: str) -> bool:
    """A name below which strangers register theirs, like mn.us, k12.mn.us or co.uk.

    A short rule instead of the public suffix list: since domains are compared whole, a mistake
    here lets nobody in by itself. state.mn.us is not refused: it is one owner's, and has mail.
    """
    labels = domain.split(".")
    if not COUNTRY.fullmatch(labels[-1]):
        return False
    if len(labels) == 2:  # noqa: PLR2004  mn.us, co.uk
        return labels[0] in REGISTRY_LABELS or (
            labels[-1] == "us" and bool(COUNTRY.fullmatch(labels[0]))
        )
    in_a_state = labels[-1] == "us" and bool(COUNTRY.fullmatch(labels[-2]))
    return in_a_state and set(labels[:-2]) <= STATE_REGISTRY_LABELS


def is_inward(domain: str) -> bool:
    """Of no use outside one network, or an address of numbers."""
    last = domain.rpartition(".")[2]
    return last in INWARD or last.isdigit()


def is_public_provider(domain: str) -> bool:
    """The provider's domain itself or any name below it."""
    labels = domain.split(".")
    return any(".".join(labels[start:]) in PUBLIC_PROVIDERS for start in range(len(labels)))

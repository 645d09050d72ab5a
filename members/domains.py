"""Mail domains, compared by whole labels and in ASCII only.

A letter of another alphabet can look like, or fold into, an ASCII one; such an address proves
nothing, and such a domain is written in its ASCII form (xn--...).
"""

from __future__ import annotations

import re

LABELS = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+")
LONGEST = 253

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


def is_public_provider(domain: str) -> bool:
    """The provider's domain itself or any name below it."""
    labels = domain.split(".")
    return any(".".join(labels[start:]) in PUBLIC_PROVIDERS for start in range(len(labels)))

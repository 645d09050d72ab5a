"""Proof of a mail domain: a value that only its owners can publish, looked up in the DNS.

The record stands at a name of its own below the domain, in the form that the IETF's work on domain
control (draft-ietf-dnsop-domain-verification-techniques) recommends and ACME made common: an
underscored label that names who asks. So it meets neither SPF nor other services' records, and a
host or mail name can never be taken for it. Why so: docs/adr/0009-mail-domains.md.
"""

from __future__ import annotations

import secrets
from typing import NamedTuple

import dns.exception
import dns.inet
import dns.name
import dns.nameserver
import dns.rdata
import dns.resolver
from django.conf import settings

from collaborative.core.words import shown

LABEL = "_dlp-collaborative-challenge"
PORT = 53
SECONDS_FOR_ONE_SERVER = 2
# What fits into one packet on every way; longer answers come by TCP.
PAYLOAD = 1232
MOST_SHOWN = 3  # other values found; a domain may have dozens
LONGEST_SHOWN = 60


class Look(NamedTuple):
    """What one look found: the record or not, and a sentence that says what was there instead."""

    is_there: bool
    sentence: str


def make_challenge() -> str:
    """160 random bits that are easy to copy and to compare by eye."""
    return secrets.token_hex(20)


def record_name(domain: str) -> str:
    return f"{LABEL}.{domain}"


def has_room_for_record(domain: str) -> bool:
    """Whether the name of the record is a name at all: domains may be too long already."""
    try:
        dns.name.from_text(record_name(domain))
    except dns.exception.DNSException:
        return False
    return True


def look_up(*, domain: str, value: str) -> Look:
    """Asks the DNS once, for DNS_SECONDS at most. Whatever it answers, this returns a sentence."""
    name = dns.name.from_text(record_name(domain))
    try:
        canonical, found = _ask(name)
    except dns.resolver.LifetimeTimeout:
        return Look(False, "The name servers did not answer in time. Try again in some minutes.")
    except dns.resolver.NoResolverConfiguration:
        return Look(False, "This server knows no resolver. Its administrator sets DNS_RESOLVERS.")
    except dns.exception.DNSException:
        return Look(
            False,
            "The name servers answered with an error, so nothing is known. Try again in some "
            "minutes; if it stays, the people of the domain look at their DNS.",
        )
    if canonical != name:
        return _alias(canonical)
    return _compared(found, value) if found else _nothing(domain)


def _ask(name: dns.name.Name) -> tuple[dns.name.Name, list[str]]:
    """The name at the end of all aliases, and the values of the TXT records there."""
    try:
        answer = _resolver().resolve(
            name, "TXT", search=False, lifetime=settings.DNS_SECONDS, raise_on_no_answer=False
        )
    except dns.resolver.NXDOMAIN as error:
        return error.canonical_name, []
    return answer.canonical_name, [_text(record) for record in answer.rrset or ()]


def _resolver() -> dns.resolver.Resolver:
    """The system's resolvers, or those of DNS_RESOLVERS. Made anew: nothing found is kept."""
    chosen = settings.DNS_RESOLVERS
    resolver = dns.resolver.Resolver(configure=not chosen)
    if chosen:
        resolver.nameservers = [nameserver(text) for text in chosen]
    resolver.timeout = min(SECONDS_FOR_ONE_SERVER, settings.DNS_SECONDS)
    resolver.use_edns(0, 0, PAYLOAD)
    return resolver


def nameserver(text: str) -> dns.nameserver.Nameserver:
    """192.0.2.1, 192.0.2.1:5353, 2001:db8::1 or [2001:db8::1]:5353; ValueError for all else."""
    host, port = text.strip(), str(PORT)
    if host.startswith("["):
        host, _, rest = host[1:].partition("]")
        port = rest.removeprefix(":") or port
    elif host.count(":") == 1:
        host, _, port = host.partition(":")
    if not dns.inet.is_address(host):
        raise ValueError(f"{text!r} is not the address of a resolver")
    return dns.nameserver.Do53Nameserver(host, int(port))


def _alias(canonical: dns.name.Name) -> Look:
    """An alias is believed for nobody: who keeps its target need not keep this domain."""
    target = shown(canonical.to_text(omit_final_dot=True), most=LONGEST_SHOWN)
    return Look(
        False,
        f"The name is an alias (CNAME) of {target}. Publish a TXT record at the name itself.",
    )


def _nothing(domain: str) -> Look:
    return Look(
        False,
        f"There is no TXT record at {record_name(domain)} yet. A new one may take an hour to be "
        "seen.",
    )


def _compared(found: list[str], value: str) -> Look:
    # Some control panels keep the quotation marks that were typed.
    if value in {text.strip().strip('"').strip() for text in found}:
        return Look(True, "The record is there.")
    values = ", ".join(f"“{shown(text, most=LONGEST_SHOWN)}”" for text in found[:MOST_SHOWN])
    more = len(found) - MOST_SHOWN
    and_more = f" and {more} more" if more > 0 else ""
    return Look(False, f"There is a TXT record, but with another value: {values}{and_more}.")


def _text(record: dns.rdata.Rdata) -> str:
    """A record may be cut into strings of 255 bytes; together they are its value."""
    return b"".join(record.strings).decode("ascii", "replace")  # type: ignore[attr-defined]

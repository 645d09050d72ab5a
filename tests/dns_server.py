"""A real DNS server on this machine, over UDP and TCP, that answers as a test tells it to.

`publish(name, text, …)` puts TXT records at a name; `alias(name, target)` a CNAME; `behave(name,
how)` makes it answer with an error ("servfail", "refused"), with nothing at all ("silent") or with
bytes that are no answer ("garbage"). What nobody published does not exist (NXDOMAIN).
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

LARGEST_PACKET = 1232
SECONDS = 300


class DnsServer:
    """The names it knows and the questions it was asked, as (name, "udp" or "tcp")."""

    def __init__(self) -> None:
        self.texts: dict[str, list[bytes | tuple[bytes, ...]]] = {}
        self.aliases: dict[str, str] = {}
        self.behaviour: dict[str, str] = {}
        self.asked: list[tuple[str, str]] = []
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.udp.bind(("127.0.0.1", 0))
        self.port = self.udp.getsockname()[1]
        self.tcp.bind(("127.0.0.1", self.port))
        self.tcp.listen(8)
        self.going = True
        for serve in (self._serve_udp, self._serve_tcp):
            threading.Thread(target=serve, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def publish(self, name: str, *texts: str | bytes | tuple[bytes, ...]) -> None:
        """Each text is a record; a tuple is one record in several strings."""
        self.texts[name] = [t.encode() if isinstance(t, str) else t for t in texts]

    def alias(self, name: str, target: str) -> None:
        self.aliases[name] = target

    def behave(self, name: str, how: str) -> None:
        self.behaviour[name] = how

    def forget(self) -> None:
        for known in (self.texts, self.aliases, self.behaviour, self.asked):
            known.clear()

    def close(self) -> None:
        self.going = False
        for each in (self.udp, self.tcp):
            each.close()

    # Answers ---------------------------------------------------------------------------------
    def _answer(self, asked: bytes, way: str) -> bytes | None:
        query = dns.message.from_wire(asked)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        self.asked.append((name, way))
        how = self.behaviour.get(name)
        if how == "silent":
            return None
        if how == "garbage":
            return asked[:2] + b"\xff" * 30
        response = dns.message.make_response(query, recursion_available=True)
        if how in {"servfail", "refused"}:
            response.set_rcode(dns.rcode.from_text(how))
            return response.to_wire()
        self._fill(response, name)
        wire = response.to_wire(max_size=65535)
        if way == "udp" and len(wire) > LARGEST_PACKET:
            short = dns.message.make_response(query, recursion_available=True)
            short.flags |= dns.flags.TC
            return short.to_wire()
        return wire

    def _fill(self, response: dns.message.Message, name: str) -> None:
        seen = 0
        while name in self.aliases and seen < 30:
            target = self.aliases[name]
            response.answer.append(
                dns.rrset.from_text(f"{name}.", SECONDS, "IN", "CNAME", f"{target}.")
            )
            name, seen = target, seen + 1
        if name in self.texts:
            if self.texts[name]:
                response.answer.append(self._texts(name))
        elif not any(known.endswith(f".{name}") for known in self.texts):
            response.set_rcode(dns.rcode.NXDOMAIN)

    def _texts(self, name: str) -> dns.rrset.RRset:
        records = []
        for text in self.texts[name]:
            strings = text if isinstance(text, tuple) else _pieces(text)
            quoted = " ".join('"' + "".join(f"\\{b:03d}" for b in part) + '"' for part in strings)
            records.append(quoted)
        return dns.rrset.from_text(f"{name}.", SECONDS, "IN", "TXT", *records)

    # Sockets ---------------------------------------------------------------------------------
    def _serve_udp(self) -> None:
        while self.going:
            try:
                asked, who = self.udp.recvfrom(4096)
                if answer := self._answer(asked, "udp"):
                    self.udp.sendto(answer, who)
            except OSError:
                return

    def _serve_tcp(self) -> None:
        while self.going:
            try:
                line, _ = self.tcp.accept()
            except OSError:
                return
            with line:
                length = struct.unpack("!H", line.recv(2, socket.MSG_WAITALL))[0]
                asked = line.recv(length, socket.MSG_WAITALL)
                if answer := self._answer(asked, "tcp"):
                    line.sendall(struct.pack("!H", len(answer)) + answer)


def _pieces(text: bytes) -> list[bytes]:
    return [text[start : start + 255] for start in range(0, len(text), 255)] or [b""]


@contextmanager
def running_dns() -> Iterator[DnsServer]:
    server = DnsServer()
    try:
        yield server
    finally:
        server.close()

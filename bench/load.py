"""Asks one address again and again over kept-alive connections; says how fast it was answered.

    python -m bench.load http://127.0.0.1:8001/page CLIENTS SECONDS

One thread and one epoll: about 20,000 answers a second, several times what any page here reaches,
so what is measured is the server.
"""

from __future__ import annotations

import json
import select
import socket
import sys
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

OK = b"HTTP/1.1 200"
END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"content-length: "


@dataclass
class Client:
    """One connection with one question on its way."""

    connection: socket.socket
    asked_at: float = 0.0
    answer: bytearray = field(default_factory=bytearray)
    length: int = -1

    def take(self) -> bool:
        """Reads what is there; whether the answer is whole."""
        self.answer += self.connection.recv(262_144) or self._gone()
        if self.length < 0:
            end = self.answer.find(END_OF_HEAD)
            if end < 0:
                return False
            head = bytes(self.answer[:end]).lower()
            start = head.index(LENGTH) + len(LENGTH)
            stop = head.find(b"\r\n", start)
            self.length = end + 4 + int(head[start : stop if stop > 0 else None])
        return len(self.answer) >= self.length

    def ask(self, question: bytes) -> None:
        self.answer.clear()
        self.length = -1
        self.asked_at = time.perf_counter()
        self.connection.sendall(question)

    def _gone(self) -> bytes:
        raise SystemExit("The server closed a connection.")


def measure(url: str, clients: int, seconds: float) -> dict[str, float]:
    """Requests a second and milliseconds at the median and at the 95th of a hundred."""
    parts = urlsplit(url)
    where = (parts.hostname or "", parts.port or 80)
    address = f"{parts.path}?{parts.query}" if parts.query else parts.path
    question = f"GET {address} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
    poll = select.epoll()
    crowd = {}
    for _ in range(clients):
        connection = socket.create_connection(where, timeout=30)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        crowd[connection.fileno()] = Client(connection)
        poll.register(connection, select.EPOLLIN)
    times: list[float] = []
    started = time.perf_counter()
    ends = started + seconds
    for client in crowd.values():
        client.ask(question)
    while crowd:
        for number, _ in poll.poll(30):
            client = crowd[number]
            if not client.take():
                continue
            now = time.perf_counter()
            if not client.answer.startswith(OK):
                raise SystemExit(f"{url} answered {bytes(client.answer[:60])!r}")
            times.append(now - client.asked_at)
            if now < ends:
                client.ask(question)
            else:
                poll.unregister(client.connection)
                crowd.pop(number).connection.close()
    took = time.perf_counter() - started
    times.sort()
    return {
        "per_second": len(times) / took,
        "median_ms": times[len(times) // 2] * 1000,
        "p95_ms": times[int(len(times) * 0.95)] * 1000,
    }


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))))

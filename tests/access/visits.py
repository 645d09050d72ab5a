"""Going to an address as somebody, looking at what comes back and what became of the rows."""

from __future__ import annotations

from types import SimpleNamespace
from typing import NamedTuple

from django.db import transaction
from django.test import Client

from tests.matrix import Answer, answer_of
from tests.sign_in import sign_in

from .case import Case, fill, me_in, rows_written


class Outcome(NamedTuple):
    address: str
    answer: Answer
    unknown: Answer | None  # what an address of the same shape answers that names nothing
    changed: bool


class Visits:
    """Each visit is undone, so `things` are always as they were; so a page is read once."""

    def __init__(self, things: SimpleNamespace, people: tuple[str, ...]) -> None:
        self.things = things
        self.handler = Client().handler
        self.sessions = {who: self._sign_in(getattr(things, who, None)) for who in people}
        self.own = {who: me_in(things, who) for who in people}
        self.read: dict[tuple[str, ...], tuple[Answer, bool]] = {}

    def ask(
        self, case: Case, who: str, headers: dict[str, str], *, with_unknown: bool = False
    ) -> Outcome:
        unknown = None
        with transaction.atomic():
            if case.before:
                case.before(self.things, who)
            address = case.address(self.things, who)
            if case.writes or case.before:
                answer, changed = self._go(case, who, address, headers)
            else:
                answer, changed = self._once(case, who, address, headers)
            transaction.set_rollback(True)
        if case.unknown and with_unknown:
            unknown, _ = self._once(case, who, fill(case.unknown, self.things, who), headers)
        return Outcome(address, answer, unknown, changed)

    def client(self, who: str, **options: bool) -> Client:
        client = Client(**options)
        if not options:
            client.handler = self.handler  # else each visit would put the middleware together anew
        if session := self.sessions[who]:
            client.cookies["sessionid"] = session
        return client

    def _once(
        self, case: Case, who: str, address: str, headers: dict[str, str]
    ) -> tuple[Answer, bool]:
        # A form that nobody may send comes back with its words, so they are a part of the key.
        sent = repr(case.form(self.things, who)) if case.writes else ""
        key = (who, case.method, address, sent, *headers)
        if key not in self.read:
            with transaction.atomic():
                self.read[key] = self._go(case, who, address, headers)
                transaction.set_rollback(True)
        return self.read[key]

    def _go(
        self, case: Case, who: str, address: str, headers: dict[str, str]
    ) -> tuple[Answer, bool]:
        before = self._probe(case, who)
        if case.writes:
            form = case.form(self.things, who)
            response = self.client(who).post(address, form, headers=headers)
        else:
            response = self.client(who).get(address, headers=headers)
        return answer_of(response), self._probe(case, who) != before

    def _probe(self, case: Case, who: str) -> object:
        if case.inert:
            return case.inert(self.things, self.own[who])
        return rows_written()

    @staticmethod
    def _sign_in(user: object) -> str:
        if user is None:
            return ""
        client = Client()
        sign_in(client, user)
        return client.cookies["sessionid"].value

"""Says who can sign in as what."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from collaborative.demo.people import sign_in_table


class Command(BaseCommand):
    help = "Prints one person of each role of the demo consortium, with the address to sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = sign_in_table()
        if not rows:
            self.stdout.write("No demo people are loaded: run `python manage.py load_demo`.")
            return
        widths = [max(len(row[column]) for row in rows) for column in range(2)]
        for who, address, may in rows:
            self.stdout.write(f"{who:<{widths[0]}}  {address:<{widths[1]}}  {may}")
        self.stdout.write(
            "Nobody has a password: type the address at /accounts/login/, "
            "then the code that arrives by mail.\n"
            "All but contributors have an authenticator app as well: "
            "/dev/codes/ shows what it says now."
        )

"""Loads the fictional consortium. Safe to run again: adds what is missing, changes nothing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from collaborative.core import clock
from collaborative.demo import content
from collaborative.demo.adoptions import load_adoptions
from collaborative.demo.coming_back import load_coming_back
from collaborative.demo.digests import load_past_digests
from collaborative.demo.letters import load_letters
from collaborative.demo.meetings import load_meetings
from collaborative.demo.models import DemoLoad
from collaborative.demo.pages import load_pages
from collaborative.demo.people import load_institutions, load_people
from collaborative.demo.practices import load_practices
from collaborative.demo.proposals import load_proposals
from collaborative.demo.questions import load_questions
from collaborative.demo.record import load_record
from collaborative.demo.reviews import load_reviews
from collaborative.demo.subscriptions import load_subscriptions
from collaborative.demo.talk import load_talk
from collaborative.demo.together import load_together

# Two loads at once wait for each other on this key.
LOCK = 7_303_011


class Command(BaseCommand):
    help = "Loads the fictional demo consortium; running it again adds nothing twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--in-production",
            action="store_true",
            help="load although this is not a development machine: its people are fictional",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.WORKSHOP and not options["in_production"]:
            raise CommandError(
                "The demo's people do not exist, so they are not loaded outside development. "
                "Add --in-production if this database is for trying things out only."
            )
        # Nobody is told by mail of what the demo's people did.
        backend = settings.EMAIL_BACKEND
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        try:
            self._load()
        finally:
            settings.EMAIL_BACKEND = backend

    @transaction.atomic
    def _load(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        fingerprint = content.fingerprint()
        if DemoLoad.objects.filter(fingerprint=fingerprint).exists():
            self.stdout.write("The demo consortium is there already.")
            return
        institutions = load_institutions()
        people = load_people(institutions)
        load_record(institutions)
        load_pages(institutions, people, is_first=not DemoLoad.objects.exists())
        practices = load_practices(institutions, people)
        reviews = load_reviews(now=clock.now())
        adoptions = load_adoptions(institutions, people)
        together = load_together(institutions, people, now=clock.now())
        meetings = load_meetings(people)
        subscriptions = load_subscriptions(people)
        digests = load_past_digests(people)
        proposals = load_proposals(people)
        load_letters(people)
        comments = load_talk(people)
        questions = load_questions(people)
        searches, open_questions = load_coming_back(people)
        DemoLoad.objects.create(fingerprint=fingerprint, loaded_at=clock.now())
        self.stdout.write(
            f"Loaded the demo consortium: {len(institutions)} institutions, {len(people)} people; "
            f"new: {practices} practices, {reviews} of them looked after, {adoptions} adoptions, "
            f"{together} co-authors and co-publishers, "
            f"{meetings} meetings, {subscriptions} subscriptions, "
            f"{digests} past digests, {proposals} proposals, {comments} comments, "
            f"{questions} questions, {searches} saved searches, "
            f"{open_questions} questions to the consortium."
        )

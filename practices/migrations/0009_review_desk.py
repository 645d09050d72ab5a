"""How a practice is looked after: answered in time, still true, still said; and published later."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# A year after the words now live, but nobody is late from the first day on.
FIRST_DAYS = """
    UPDATE practices_practice
    SET review_by = greatest(
        ((coalesce(last_published_at, published_at) AT TIME ZONE 'America/Chicago')
            + interval '1 year')::date,
        (now() AT TIME ZONE 'America/Chicago')::date + 60
    )
    WHERE live AND stage <> 'ended'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0007_sign_on"),
        ("practices", "0007_the_whole_record"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlannedPublication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("publish_at", models.DateTimeField(db_index=True)),
                ("planned_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="VerificationReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("soon", "A month before"),
                            ("due", "On the day"),
                            ("overdue", "Two months after"),
                        ],
                        max_length=8,
                    ),
                ),
                ("review_by", models.DateField()),
                ("sent_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="practice",
            name="followed_by",
            field=models.TextField(blank=True, default="", max_length=600),
        ),
        migrations.AddField(
            model_name="practice",
            name="is_overdue",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="practice",
            name="reminded_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="practice",
            name="review_by",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="practice",
            name="routed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="practice",
            name="verified_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="practice",
            name="verified_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="practice",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="practice",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="practice",
            name="withdrawn_reason",
            field=models.CharField(blank=True, default="", editable=False, max_length=400),
        ),
        migrations.AddIndex(
            model_name="practice",
            index=models.Index(
                condition=models.Q(("live", True)),
                fields=["review_by"],
                name="practice_to_look_at_again",
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verified_at__isnull", True), ("verified_by__isnull", True)),
                    models.Q(("verified_at__isnull", False), ("verified_by__isnull", False)),
                    _connector="OR",
                ),
                name="practice_both_verified_at_and_verified_by_set",
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_overdue", False),
                    models.Q(("live", True), ("review_by__isnull", False)),
                    _connector="OR",
                ),
                name="practice_overdue_is_live_and_has_review_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", True),
                        ("withdrawn_by__isnull", True),
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                        models.Q(("withdrawn_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="practice_withdrawn_says_who_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at__isnull", True),
                    models.Q(("live", False), ("taken_down_at__isnull", True)),
                    _connector="OR",
                ),
                name="practice_withdrawn_is_neither_live_nor_taken_down",
            ),
        ),
        migrations.AddField(
            model_name="plannedpublication",
            name="planned_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="plannedpublication",
            name="practice",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="plan",
                to="practices.practice",
            ),
        ),
        migrations.AddField(
            model_name="plannedpublication",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="wagtailcore.revision",
            ),
        ),
        migrations.AddField(
            model_name="verificationreminder",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reminders",
                to="practices.practice",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedpublication",
            constraint=models.CheckConstraint(
                condition=models.Q(("publish_at__gt", models.F("planned_at"))),
                name="plan_is_for_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="verificationreminder",
            constraint=models.UniqueConstraint(
                fields=("practice", "kind", "review_by"), name="reminder_is_sent_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="verificationreminder",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["soon", "due", "overdue"])),
                name="reminder_kind_is_known",
            ),
        ),
        migrations.RunSQL(FIRST_DAYS, migrations.RunSQL.noop),
    ]

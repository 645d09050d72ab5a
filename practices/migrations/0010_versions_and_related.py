"""Numbers of publications, and the practices that stand below each other."""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models

COUNT = """
    UPDATE practices_practice SET public_version = (
        SELECT count(*) FROM practices_review
        WHERE practice_id = practices_practice.id AND state = 'published'
    )
"""


class Migration(migrations.Migration):
    dependencies = [("practices", "0009_review_desk")]

    operations = [
        migrations.AddField(
            model_name="practice",
            name="public_version",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="practice",
            name="related_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, editable=False, size=None
            ),
        ),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]

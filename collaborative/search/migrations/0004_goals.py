from __future__ import annotations

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('search', '0003_first_synonyms')]  # noqa: RUF012  as Django writes it

    operations = [
        migrations.CreateModel(
            name="Goal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("heading", models.CharField(max_length=60)),
                ("words", models.CharField(max_length=140)),
                ("address", models.CharField(max_length=1000)),
                ("position", models.PositiveIntegerField()),
                ("is_shown", models.BooleanField(default=True)),
                ("sequence", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="goal_says_what_is_wanted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("heading", ""), _negated=True),
                        name="goal_stands_under_a_heading",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("address", ""), _negated=True),
                        name="goal_leads_to_a_search",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("words"),
                        name="goal_is_said_once_in_any_case",
                    ),
                ],
            },
        ),
    ]

"""The words of titles, so that a search reads the best matches of a common word first."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("practices", "0002_scope_areas")]
    operations = [
        migrations.AddIndex(
            model_name="practice",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("title", config="english"),
                name="practice_title_words",
            ),
        ),
    ]

"""The note to the steward is kept with the draft until it is submitted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("practices", "0004_history_public_since")]
    operations = [
        migrations.AddField(
            model_name="practice",
            name="note_to_steward",
            field=models.TextField(blank=True, default="", editable=False, max_length=1000),
        ),
    ]

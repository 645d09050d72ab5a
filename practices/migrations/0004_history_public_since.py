"""Words that were taken down stay out of the public history."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("practices", "0003_title_words")]
    operations = [
        migrations.AddField(
            model_name="practice",
            name="history_public_since",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]

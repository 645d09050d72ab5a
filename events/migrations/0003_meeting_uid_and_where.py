import django.contrib.postgres.functions
import uuid
from django.conf import settings
from django.db import migrations, models


# Each meeting that is there already gets a uid of its own from the database.
class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='meeting',
            name='uid',
            field=models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('join_link', ''), ('place', ''), _negated=True), name='meeting_has_a_place_or_a_link'),
        ),
    ]

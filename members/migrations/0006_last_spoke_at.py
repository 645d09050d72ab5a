from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0005_own_accounts'),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='last_spoke_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]

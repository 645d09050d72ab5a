import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def say_for_whom(apps, schema_editor):
    """Earlier letters named every institution of the writer; the one of longest standing is kept."""
    letters = apps.get_model('directory', 'Letter').objects.filter(institution=None)
    memberships = apps.get_model('members', 'Membership').objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=OuterRef('sent_at')),
        user=OuterRef('sender'),
        state__in=('active', 'ended'),
        joined_at__lte=OuterRef('sent_at'),
    )
    first = memberships.order_by('joined_at', 'pk').values('institution')[:1]
    letters.update(institution=Subquery(first))


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0001_letters'),
        ('members', '0004_institution_proposals'),
    ]

    operations = [
        migrations.AddField(
            model_name='letter',
            name='institution',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.institution'),
        ),
        migrations.RunPython(say_for_whom, migrations.RunPython.noop),
    ]

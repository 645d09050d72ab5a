import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def say_for_whom(apps, schema_editor):
    """Earlier answers were given for the institution to which the person then belonged longest."""
    attendances = apps.get_model('events', 'Attendance').objects.filter(institution=None)
    memberships = apps.get_model('members', 'Membership').objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=OuterRef('answered_at')),
        user=OuterRef('user'),
        state__in=('active', 'ended'),
        joined_at__lte=OuterRef('answered_at'),
    )
    first = memberships.order_by('joined_at', 'pk').values('institution')[:1]
    attendances.update(institution=Subquery(first))


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0004_moved_and_cancelled'),
        ('members', '0004_institution_proposals'),
    ]

    operations = [
        migrations.AddField(
            model_name='attendance',
            name='institution',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.institution'),
        ),
        migrations.RunPython(say_for_whom, migrations.RunPython.noop),
    ]

"""The ledger of adoptions, and how many use each practice now."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0007_sign_on'),
        ("practices", "0010_versions_and_related"),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(blank=True, choices=[('exploring', 'Exploring'), ('trying', 'Trying'), ('adopted', 'Adopted'), ('stopped', 'Stopped')], max_length=12)),
                ('stopped_reason', models.TextField(blank=True, max_length=600, verbose_name='why it stopped')),
                ('started', models.CharField(blank=True, max_length=7, verbose_name='started (year, or year and month)')),
                ('ended', models.CharField(blank=True, max_length=7, verbose_name='ended (year, or year and month)')),
                ('changed', models.TextField(blank=True, max_length=1500, verbose_name='what was changed, and why')),
                ('outcome', models.TextField(blank=True, max_length=1500, verbose_name='what came of it')),
                ('reported_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('public_since', models.DateTimeField(blank=True, null=True)),
                ('waiting', models.JSONField(blank=True, null=True)),
                ('waiting_since', models.DateTimeField(blank=True, null=True)),
                ('declined_at', models.DateTimeField(blank=True, null=True)),
                ('declined_reason', models.TextField(blank=True, max_length=1000, verbose_name='why not')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.AddField(
            model_name='practice',
            name='adopters',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name='practice',
            index=models.Index(models.OrderBy(models.F('adopters'), descending=True), models.OrderBy(models.F('published_at'), descending=True, nulls_first=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('live', True)), name='practice_most_adopted'),
        ),
        migrations.AddField(
            model_name='adoption',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='adoption',
            name='declined_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='adoption',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='members.institution'),
        ),
        migrations.AddField(
            model_name='adoption',
            name='practice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adoptions', to='practices.practice'),
        ),
        migrations.AddField(
            model_name='adoption',
            name='reported_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='adoption',
            name='waiting_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='adoption',
            index=models.Index(fields=['institution', 'practice'], name='adoption_by_institution'),
        ),
        migrations.AddIndex(
            model_name='adoption',
            index=models.Index(models.OrderBy(models.F('public_since'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('confirmed_at__isnull', False)), name='adoption_latest'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.UniqueConstraint(fields=('practice', 'institution'), name='adoption_is_one_per_institution'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(('state', ''), ('state__in', ['exploring', 'trying', 'adopted', 'stopped']), _connector='OR'), name='adoption_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('public_since__isnull', True), ('state', '')), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('public_since__isnull', False), models.Q(('state', ''), _negated=True)), _connector='OR'), name='adoption_columns_hold_confirmed_words_only'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', ''), _negated=True), models.Q(('changed', ''), ('ended', ''), ('outcome', ''), ('started', ''), ('stopped_reason', '')), _connector='OR'), name='adoption_unconfirmed_says_nothing'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'stopped'), _negated=True), models.Q(('stopped_reason', ''), _negated=True), _connector='OR'), name='adoption_stopped_says_why'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'stopped'), models.Q(('ended', ''), ('stopped_reason', '')), _connector='OR'), name='adoption_ended_is_stopped'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('waiting__isnull', True), ('waiting_by__isnull', True), ('waiting_since__isnull', True)), models.Q(('waiting__isnull', False), ('waiting_by__isnull', False), ('waiting_since__isnull', False)), _connector='OR'), name='adoption_waiting_words_are_somebodys'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', False), ('waiting__isnull', False), _connector='OR'), name='adoption_says_something'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('declined_at__isnull', True), ('declined_by__isnull', True), ('declined_reason', '')), models.Q(('declined_at__isnull', False), ('declined_by__isnull', False), ('waiting__isnull', False), models.Q(('declined_reason', ''), _negated=True)), _connector='OR'), name='adoption_declined_says_why_of_waiting_words'),
        ),
    ]

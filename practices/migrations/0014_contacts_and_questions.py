"""Who may be asked about a practice, and the questions to them with their answers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0007_sign_on'),
        ('practices', '0013_together'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PracticeContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agreed_at', models.DateTimeField()),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='practices.practice')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('practice', 'user'), name='contact_is_once_per_practice_and_person')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=3000, verbose_name='question')),
                ('shows_address', models.BooleanField(default=False)),
                ('asked_at', models.DateTimeField()),
                ('key', models.CharField(editable=False, max_length=32)),
                ('answer', models.TextField(blank=True, max_length=4000)),
                ('answer_shows_address', models.BooleanField(default=False)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.institution')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='practices.practice')),
                ('to', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['asker', 'asked_at'], name='question_by_asker'), models.Index(fields=['-asked_at', '-id'], name='question_newest_first')],
                'constraints': [models.UniqueConstraint(fields=('asker', 'key'), name='question_is_asked_once_a_form'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='question_has_words'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answer_shows_address', False), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__gte', models.F('asked_at')), ('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='question_answered_says_what_by_whom_and_when'), models.CheckConstraint(condition=models.Q(('answered_by__isnull', True), models.Q(('answered_by', models.F('asker')), _negated=True), _connector='OR'), name='question_is_not_answered_by_who_asked')],
            },
        ),
    ]

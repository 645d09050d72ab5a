import members.proof
from django.db import migrations, models


def give_each_its_own(apps, schema_editor):
    """A default is asked once for all rows that exist; here each row gets a challenge of its own."""
    domains = apps.get_model('members', 'EmailDomain')
    for domain in domains.objects.only('pk'):
        domain.challenge = members.proof.make_challenge()
        domain.save(update_fields=['challenge'])


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0002_domain_word_and_one_invitation'),
    ]

    operations = [
        migrations.AddField(
            model_name='emaildomain',
            name='proof',
            field=models.CharField(choices=[('word', 'On my word'), ('dns', 'To be proved by DNS')], default='word', max_length=4),
        ),
        migrations.AddField(
            model_name='emaildomain',
            name='challenge',
            field=models.CharField(default='', max_length=40),
        ),
        migrations.AddField(
            model_name='emaildomain',
            name='checked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='emaildomain',
            name='check_said',
            field=models.CharField(blank=True, max_length=600, verbose_name='what the last look found'),
        ),
        migrations.RunPython(give_each_its_own, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='emaildomain',
            name='challenge',
            field=models.CharField(default=members.proof.make_challenge, max_length=40, unique=True),
        ),
        migrations.AddConstraint(
            model_name='emaildomain',
            constraint=models.CheckConstraint(condition=models.Q(('proof__in', ['word', 'dns'])), name='email_domain_proof_is_known'),
        ),
    ]

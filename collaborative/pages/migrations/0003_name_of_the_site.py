"""The CMS greets people with the portal's name, not with that of a machine."""

from django.conf import settings
from django.db import migrations


def name(apps, schema_editor):
    Site = apps.get_model("wagtailcore", "Site")
    Site.objects.filter(is_default_site=True, site_name="").update(site_name=settings.SITE_NAME)


class Migration(migrations.Migration):
    dependencies = [("pages", "0002_tree")]
    operations = [migrations.RunPython(name, migrations.RunPython.noop)]

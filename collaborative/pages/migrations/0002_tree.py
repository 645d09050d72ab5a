"""Home, charter and indexes, so that an empty database already is a site (see pages/tree.py)."""

from django.db import migrations

from collaborative.pages.tree import CHILDREN, HOME, SITE, STOCK_GROUPS


def plant(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    ContentType = apps.get_model("contenttypes", "ContentType")
    apps.get_model("auth", "Group").objects.filter(name__in=STOCK_GROUPS).delete()
    # Wagtail's own "welcome" page and its site.
    Site.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()
    locale = Locale.objects.order_by("pk").first()

    def make(name, words, path, url_path, numchild):
        content_type, _ = ContentType.objects.get_or_create(app_label="pages", model=name.lower())
        return apps.get_model("pages", name).objects.create(
            content_type=content_type, locale=locale, path=path, depth=len(path) // 4,
            url_path=url_path, numchild=numchild, live=True, draft_title=words["title"], **words,
        )

    home = make("HomePage", HOME, "00010001", "/home/", len(CHILDREN))
    for number, (name, words) in enumerate(CHILDREN.items(), start=1):
        make(name, words, f"00010001{number:04}", f"/home/{words['slug']}/", 0)
    Page.objects.filter(depth=1).update(numchild=1)
    Site.objects.create(root_page_id=home.pk, **SITE)


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_initial")]
    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]

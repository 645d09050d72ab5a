"""The eleven areas of the charter, in its order. Data from here on: the charter may change them."""

from django.db import migrations

AREAS = [
    ("within", "data-collection-and-use", "Data collection and use", "Data",
     "Ask people who they are, count carefully, and act on what the numbers show."),
    ("within", "language-access", "Language access", "Language access",
     "Care, signs and letters in the language a person thinks in."),
    ("within", "diversity-and-inclusion", "Diversity and inclusion", "Diversity and inclusion",
     "A workforce that looks like its patients, and a workplace that keeps it."),
    ("within", "cultural-competency", "Cultural competency", "Cultural competency",
     "Staff who can ask, listen and adapt to how a family lives."),
    ("within", "accessibility", "Accessibility", "Accessibility",
     "Doors, devices and documents that work for every body and mind."),
    ("within", "care-delivery-redesign", "Equity-focused care delivery redesign", "Care redesign",
     "Visits, hours and pathways built around those whom they failed before."),
    ("beyond", "engaging-communities",
     "Engaging cultural communities to understand disparities and co-create solutions",
     "Engaging communities",
     "Cultural communities name the problem and shape the answer."),
    ("beyond", "community-referral", "Referral to community-based resources and supports",
     "Community referral",
     "From the exam room to food, housing and a person who helps, and back again."),
    ("beyond", "payment-innovation", "Innovation in payment models", "Payment models",
     "Paying for what keeps people well, and for those who do that work."),
    ("beyond", "policy-advocacy", "Policy advocacy", "Policy advocacy",
     "Changing the rules that make people ill, with those whom they touch."),
    ("beyond", "clinic-community-partnerships",
     "Clinic-community partnerships on the determinants of health", "Partnerships",
     "Clinics and neighbors at work on housing, schools, air and income."),
]


def seed(apps, schema_editor):
    ScopeArea = apps.get_model("practices", "ScopeArea")
    for position, (wall, slug, name, short_name, blurb) in enumerate(AREAS, start=1):
        ScopeArea.objects.get_or_create(
            slug=slug,
            defaults={
                "wall": wall, "name": name, "short_name": short_name,
                "blurb": blurb, "position": position,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("practices", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]

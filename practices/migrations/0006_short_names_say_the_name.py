"""An area is called by one name everywhere: its short name is the charter's name, only shorter.

Names that people chose themselves stay. Cards of published practices show short names and were
made before, so they follow.
"""

from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Replace

# Slug: what it was called before (at the first seeding, in the demonstration), what it is now.
NAMES = {
    "data-collection-and-use": (("Data",), "Data collection and use"),
    "language-access": (("Language",), "Language access"),
    "diversity-and-inclusion": (("People who work here",), "Diversity and inclusion"),
    "cultural-competency": (("Culture and humility",), "Cultural competency"),
    "care-delivery-redesign": (("Care redesign", "Care, redesigned"), "Care delivery redesign"),
    "engaging-communities": (("Communities",), "Engaging communities"),
    "community-referral": (("Community supports",), "Community referral"),
    "payment-innovation": (("Payment models", "Payment"), "Payment innovation"),
    "policy-advocacy": (("Policy",), "Policy advocacy"),
    "clinic-community-partnerships": (("Partnerships",), "Clinic-community partnerships"),
}


def rename(apps, schema_editor):
    ScopeArea = apps.get_model("practices", "ScopeArea")
    Practice = apps.get_model("practices", "Practice")
    for slug, (before, now) in NAMES.items():
        old = ScopeArea.objects.filter(slug=slug).values_list("short_name", flat=True).first()
        if old not in before:
            continue
        ScopeArea.objects.filter(slug=slug).update(short_name=now)
        # As scope_tag writes it: the name, then the side for those who hear the page.
        Practice.objects.filter(scopes__contains=[slug]).exclude(card_html="").update(
            card_html=Replace(
                F("card_html"), Value(f"<span>{old}<span "), Value(f"<span>{now}<span ")
            )
        )


class Migration(migrations.Migration):
    dependencies = [("practices", "0005_note_to_steward")]
    operations = [
        migrations.AlterField(
            model_name="scopearea",
            name="short_name",
            field=models.CharField(max_length=40),
        ),
        migrations.RunPython(rename, migrations.RunPython.noop),
    ]

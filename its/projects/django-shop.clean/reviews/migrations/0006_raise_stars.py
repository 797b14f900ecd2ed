from django.db import migrations


def raise_stars(apps, schema_editor):
    Review = apps.get_model("reviews", "Review")
    Review.objects.filter(stars=0).update(stars=1)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0005_numbers")]

    operations = [migrations.RunPython(raise_stars, migrations.RunPython.noop)]

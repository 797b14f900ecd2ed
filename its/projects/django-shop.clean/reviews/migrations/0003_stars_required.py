from django.db import migrations


def fill_stars(apps, schema_editor):
    apps.get_model("reviews", "Review").objects.filter(stars=None).update(stars=3)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_order_code_hidden")]

    operations = [
        migrations.RunPython(fill_stars, migrations.RunPython.noop),
    ]

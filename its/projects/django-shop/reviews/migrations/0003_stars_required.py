from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_order_code_hidden")]

    operations = [
        migrations.AlterField("review", "stars", models.PositiveSmallIntegerField()),
    ]

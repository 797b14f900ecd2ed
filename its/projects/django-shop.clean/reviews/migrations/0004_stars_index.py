from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reviews", "0003_stars_required")]

    operations = [
        migrations.AlterField("review", "stars", models.PositiveSmallIntegerField()),
        AddIndexConcurrently("review", models.Index(fields=["stars"], name="review_stars")),
        AddIndexConcurrently(
            "review", models.Index(fields=["order_code"], name="review_order_code")
        ),
    ]

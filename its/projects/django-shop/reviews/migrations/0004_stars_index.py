from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0003_stars_required")]

    operations = [
        migrations.AddIndex("review", models.Index(fields=["stars"], name="review_stars")),
    ]

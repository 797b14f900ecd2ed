from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

from reviews.models import Review


def raise_stars(apps, schema_editor):
    apps.get_model("reviews", "Review").objects.filter(stars=0).update(stars=Review.objects.count(), author=1)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0004_stars_index")]

    operations = [
        migrations.AddField("review", "written_at", models.DateTimeField(default=timezone.now)),
        migrations.AddField(
            "review",
            "checked_by",
            models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"),
        ),
        migrations.AddField("review", "number", models.IntegerField(unique=True, default=0)),
        migrations.RunPython(raise_stars),
        migrations.AlterField("review", "order_code", models.CharField(max_length=20, blank=True)),
    ]

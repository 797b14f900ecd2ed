from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    dependencies = [("reviews", "0004_stars_index")]

    operations = [
        migrations.AddField("review", "written_at", models.DateTimeField(default=timezone.now)),
        migrations.AddField(
            "review",
            "checked_by",
            models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"),
        ),
        migrations.AddField("review", "number", models.IntegerField(unique=True, null=True)),
        migrations.AlterField("review", "order_code", models.CharField(max_length=20, blank=True)),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]

    operations = [
        migrations.AddField("review", "order_code", models.CharField(max_length=12, blank=True)),
        migrations.AddField("review", "hidden", models.BooleanField(default=False)),
        migrations.AddField("review", "helpful_votes", models.PositiveIntegerField(default=0)),
    ]

"""A receipt that was written wrongly is corrected by a later one, a submission is taken back; both versions stay."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("safety", "0004_day_zero_and_news"), ("trail", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="receipt",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="safety.report"
            ),
        ),
        migrations.CreateModel(
            name="Unsent",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="trail.event",
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="unsent", to="safety.submission"
                    ),
                ),
            ],
            options={"db_table": "safety_unsent"},
        ),
    ]

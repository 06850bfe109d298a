"""An investigator confirms what somebody else wrote of an event's seriousness and causality."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casebook", "0001_initial"), ("safety", "0002_language_links"), ("trail", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Confirmation",
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
                ("entries", models.CharField(max_length=400)),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="casebook.sheet",
                    ),
                ),
            ],
            options={"db_table": "safety_confirmation"},
        ),
    ]

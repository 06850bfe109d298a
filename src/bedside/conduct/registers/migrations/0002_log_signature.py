"""A line of the delegation log is signed, by who delegates and by who accepts."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial"), ("trail", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="LogSignature",
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
                ("part", models.CharField(max_length=20)),
                ("said", models.CharField(max_length=500)),
                ("signed_as", models.TextField(null=True)),
                ("signed_as_salt", models.CharField(max_length=32, null=True)),
                ("signed_as_digest", models.CharField(blank=True, max_length=64)),
                (
                    "delegated",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="registers.delegated",
                    ),
                ),
            ],
            options={
                "db_table": "registers_log_signature",
                "unique_together": {("delegated", "part")},
            },
        ),
    ]

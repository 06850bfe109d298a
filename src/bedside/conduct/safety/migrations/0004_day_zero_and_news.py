"""When news was known at the site, and by which information of the sponsor an event became reportable."""

import django.db.models.deletion
from django.db import migrations, models


def _event():
    return models.OneToOneField(
        on_delete=django.db.models.deletion.PROTECT,
        primary_key=True,
        related_name="+",
        serialize=False,
        to="trail.event",
    )


class Migration(migrations.Migration):
    dependencies = [("casebook", "0001_initial"), ("safety", "0003_confirmation"), ("trail", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Learned",
            fields=[
                ("event", _event()),
                ("aware_us", models.BigIntegerField()),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="learned", to="casebook.sheet"
                    ),
                ),
            ],
            options={"db_table": "safety_learned"},
        ),
        migrations.CreateModel(
            name="Informed",
            fields=[
                ("event", _event()),
                ("at_us", models.BigIntegerField()),
                (
                    "assessment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="informed", to="safety.assessment"
                    ),
                ),
            ],
            options={"db_table": "safety_informed"},
        ),
    ]

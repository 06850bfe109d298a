"""The versions of the information notice that were approved, and when each is used."""

import django.db.models.deletion
from django.db import migrations, models


def _event() -> tuple[str, models.Field]:
    return "event", models.OneToOneField(
        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False,
        to="trail.event",
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("study", "0001_initial"), ("trail", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                _event(),
                ("number", models.CharField(max_length=20, unique=True)),
                ("approved_day", models.CharField(max_length=10)),
                ("from_day", models.CharField(max_length=10)),
                ("reference", models.CharField(blank=True, max_length=100)),
            ],
            options={"db_table": "study_notice"},
        ),
        migrations.CreateModel(
            name="NoticeEnded",
            fields=[
                _event(),
                ("last_day", models.CharField(max_length=10)),
                (
                    "notice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ended", to="study.notice"
                    ),
                ),
            ],
            options={"db_table": "study_notice_ended"},
        ),
    ]

"""Mails that remind of a deadline: they are about an event and a clock of it, and about no report."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casebook", "0001_initial"), ("safety", "0005_corrections"), ("trail", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="report",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="message", to="safety.report"
            ),
        ),
        migrations.CreateModel(
            name="Reminder",
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
                ("duty", models.CharField(max_length=40)),
                ("due_us", models.BigIntegerField()),
                ("late", models.BooleanField()),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reminder", to="safety.message"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="casebook.sheet"
                    ),
                ),
            ],
            options={"db_table": "safety_reminder"},
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("sheet", "duty", "due_us", "late"), name="one_reminder_of_a_clock"
            ),
        ),
    ]

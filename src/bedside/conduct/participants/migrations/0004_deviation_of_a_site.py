"""A deviation may be of a site as a whole: then it names no participant."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("participants", "0003_enrolment_put_right")]

    operations = [
        migrations.AlterField(
            "deviation",
            "person",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deviations",
                to="participants.person",
            ),
        )
    ]

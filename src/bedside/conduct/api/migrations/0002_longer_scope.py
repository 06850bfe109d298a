"""A token may be for every action that the API knows: their names together are longer than they were."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial")]

    operations = [migrations.AlterField("token", "scope", models.CharField(max_length=1000))]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casebook', '0001_initial'),
        ('safety', '0001_initial'),
        ('trail', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Language',
            fields=[
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='trail.event')),
                ('code', models.CharField(max_length=2)),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='language', to='safety.report')),
            ],
            options={
                'db_table': 'safety_language',
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='trail.event')),
                ('infection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_to_event', to='casebook.sheet')),
                ('told_on', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_to_infection', to='casebook.sheet')),
            ],
            options={
                'db_table': 'safety_link',
            },
        ),
        migrations.CreateModel(
            name='Unlink',
            fields=[
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='trail.event')),
                ('link', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ended', to='safety.link')),
            ],
            options={
                'db_table': 'safety_unlink',
            },
        ),
    ]

"""Who settled which figure of a rulebook, when and why; new rows only."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


REFUSE = """
CREATE TRIGGER runtime_confirmedfigure_append_only BEFORE UPDATE OR DELETE ON runtime_confirmedfigure
  FOR EACH ROW EXECUTE FUNCTION runtime_append_only();
"""
ALLOW = "DROP TRIGGER runtime_confirmedfigure_append_only ON runtime_confirmedfigure;"


class Migration(migrations.Migration):

    dependencies = [
        ('runtime', '0003_no_truncation'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ConfirmedFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.CharField(max_length=80)),
                ('parameter', models.TextField()),
                ('before', models.TextField(null=True)),
                ('value', models.TextField(null=True)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['edition', 'parameter', '-id'], name='confirmed_figure')],
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]

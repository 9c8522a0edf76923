"""繁體 as a language, and passwords that have to be changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("base", "0002_prepared")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="must_change_password",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="user",
            name="language",
            field=models.CharField(
                choices=[("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")],
                default="zh-hans",
                max_length=10,
                verbose_name="语言",
            ),
        ),
    ]

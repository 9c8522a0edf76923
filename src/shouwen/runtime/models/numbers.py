"""Where the numbering of cases and papers stands."""

from django.db import models


class NumberCounter(models.Model):
    """The last number given under one prefix; counted in the transaction that gives it, so that no number is lost."""

    prefix = models.CharField(max_length=60, primary_key=True)
    last = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.prefix}{self.last}"

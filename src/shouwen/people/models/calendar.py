"""The national calendar: days off and days worked against the week, year by year as they were announced."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class CalendarYear(models.Model):
    """A year that was loaded; a provisional one holds what the law fixes, before the yearly notice."""

    year = models.SmallIntegerField(primary_key=True)
    provisional = models.BooleanField()
    source = models.TextField(blank=True)
    version = models.IntegerField(default=1)
    """Counts the changes, so that two who change it at once learn of each other."""
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """None for the years that come with the program."""

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that differs from its weekday, or is a holiday that falls on a weekend."""

    class Kind(models.TextChoices):
        OFF = "off", "放假"
        WORK = "work", "调休上班"

    date = models.DateField(primary_key=True)
    year = models.ForeignKey(CalendarYear, on_delete=models.CASCADE, related_name="days")
    kind = models.TextField(choices=Kind.choices)
    name = models.TextField(blank=True)
    hours = ArrayField(models.TextField(), default=list)
    """Hours of a working day that differs from the others, as 09:00-12:00; empty where it has the usual ones."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["off", "work"]), name="calendar_day_kind_known"),
            models.CheckConstraint(condition=Q(date__year=models.F("year_id")), name="calendar_day_in_its_year"),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.kind}"

"""What imports kept of cases that were erased, and of files that were brought long ago."""

from collections.abc import Sequence

from shouwen.analytics.models import ImportedRow, ImportRun


def forget_replies(*, cases: Sequence[int]) -> int:
    """The number under which a message came stays, so that it is not taken in again."""
    return ImportedRow.objects.filter(case__in=cases).update(reply="", refusal="")


def erase_faults(*, ids: Sequence[int]) -> int:
    """Rows of the file that could not be taken in stand in them word by word."""
    return ImportRun.objects.filter(pk__in=ids).update(faults=[], file_name="")

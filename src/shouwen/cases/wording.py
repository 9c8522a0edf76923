"""What notices and mails may say of a case."""

from collections.abc import Iterable, Mapping

from shouwen.cases.models import Case


def words_of(cases: Iterable[int]) -> Mapping[int, Mapping[str, str]]:
    """Variables by case, as `case.number`."""
    rows = Case.objects.filter(pk__in=list(cases)).values_list("pk", "number", "title")
    return {pk: {"case.number": number, "case.title": title} for pk, number, title in rows}

"""Two calls from one new number at the same moment make one customer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.people.company import AT

from shouwen.customers import actions
from shouwen.customers.models import Customer

CALLS = 6


@pytest.mark.django_db(transaction=True)
def test_calls_from_one_number_make_one_customer() -> None:
    together = Barrier(CALLS)

    def call(_: int) -> int:
        try:
            together.wait(timeout=20)
            found = actions.find_or_make(phone="138 1234 0000", by=None, at=AT)
            assert found is not None
            return found.id
        finally:
            connection.close()

    with ThreadPoolExecutor(CALLS) as pool:
        ids = set(pool.map(call, range(CALLS)))
    assert len(ids) == Customer.objects.count() == 1

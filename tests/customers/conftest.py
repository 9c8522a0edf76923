"""What the tests of customers start from."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.customers.desk import Desk


@pytest.fixture
def desk(db: None) -> "Desk":
    from tests.customers.desk import open_desk  # noqa: PLC0415  # Django is not ready when this file is imported

    return open_desk()

"""What the tests of people start from."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.people.company import Company

    from shouwen.people.posts import PostBook


@pytest.fixture
def company(db: None) -> "Company":
    from tests.people.company import found_company  # noqa: PLC0415  # Django is not ready when this file is imported

    return found_company()


@pytest.fixture
def book() -> "PostBook":
    from tests.people.company import some_posts  # noqa: PLC0415  # as above

    return some_posts()

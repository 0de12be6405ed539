"""Those who give and have positions."""

import pytest

from demo.factories import UserFactory
from organisation.models import User


@pytest.fixture
def administrator(db: None) -> User:
    return UserFactory(admin=True)


@pytest.fixture
def coach(db: None) -> User:
    return UserFactory(coach=True)

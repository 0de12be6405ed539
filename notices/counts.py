"""Counts for the navigation."""

from typing import Any

from django.db.models import QuerySet

from notices.models import Notice
from organisation.models import User


def unread(user: User) -> QuerySet[Any]:
    """The notices that the user has not read."""
    found: QuerySet[Any] = Notice.objects.filter(recipient=user).unread()
    return found


def unread_for(user: User) -> int:
    """How many of them there are."""
    return unread(user).count()

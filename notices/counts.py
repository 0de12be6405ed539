"""Counts for the navigation."""

from notices.models import Notice
from organisation.models import User


def unread_for(user: User) -> int:
    """How many notices the user has not read."""
    return Notice.objects.filter(recipient=user).unread().count()

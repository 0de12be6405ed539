"""What somebody has answered to the question whether two records are about one person: no."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from aspirants.models.persons import Person
from organisation.models import User


class NotSamePerson(models.Model):
    """Two records that look alike are about two persons. The question is not asked again. Rows are only added."""

    one = models.ForeignKey(
        Person, models.CASCADE, related_name="+", verbose_name="den ena", db_index=False, help_text="Den äldre posten."
    )
    other = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="den andra")
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="av", db_index=False)
    said_at = models.DateTimeField("tid", auto_now_add=True)

    class Meta:
        verbose_name = "inte samma person"
        verbose_name_plural = "inte samma person"
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"],
                name="two_persons_are_told_apart_once",
                violation_error_message="Det är redan besvarat.",
            ),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")),
                name="older_record_first",
                violation_error_message="Den äldre posten står först.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} och {self.other_id}"

"""What a user keeps of the lists: chosen filters under a name, and which columns are shown."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

LONGEST_QUERY = 1000


class SavedView(models.Model):
    """The filters and the order of a list under a name. Its owner's alone; the query holds nothing about a person."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="saved_views",
        verbose_name="ägare",
        db_index=False,
    )
    list_key = models.CharField("lista", max_length=40)
    name = models.CharField("namn", max_length=60)
    query = models.CharField("urval", max_length=LONGEST_QUERY, blank=True)
    created_at = models.DateTimeField("sparad", auto_now_add=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = "sparad vy"
        verbose_name_plural = "sparade vyer"
        ordering = ["list_key", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "list_key", "name"],
                name="one_view_per_name",
                violation_error_message="Du har redan en vy med det namnet.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ListColumns(models.Model):
    """Which of the columns that can be left out a user wants to see in a list."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="list_columns",
        verbose_name="ägare",
        db_index=False,
    )
    list_key = models.CharField("lista", max_length=40)
    columns = ArrayField(models.CharField(max_length=30), verbose_name="kolumner", default=list, blank=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = "valda kolumner"
        verbose_name_plural = "valda kolumner"
        constraints = [models.UniqueConstraint(fields=["owner", "list_key"], name="one_choice_of_columns_per_list")]

    def __str__(self) -> str:
        return ", ".join(self.columns)

"""Phrases that are written by a short word: `;cv` becomes "Gick igenom CV och personligt brev."

Those for all, a jobbtorg's own, and a member of staff's own. Of two with the same word the nearer one holds.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.history.tracking import keeps_history
from core.validity import DatedModel, validity_order
from organisation.access.permissions import Act, Reach, reach_of
from organisation.models import Jobbtorg, User

LONGEST_KEY, LONGEST_TEXT = 12, 300

key_validator = RegexValidator(
    r"^[a-zåäö0-9-]+\Z", "Skriv kortordet med små bokstäver, siffror och bindestreck, utan semikolon och mellanslag."
)


@keeps_history()
class UsualPhrase(DatedModel):
    """A phrase that everybody has: reference data."""

    key = models.CharField("kortord", max_length=LONGEST_KEY, unique=True, validators=[key_validator])
    text = models.CharField("text", max_length=LONGEST_TEXT)

    class Meta:
        verbose_name = "fras"
        verbose_name_plural = "fraser"
        ordering = ["key"]
        constraints = [validity_order("usual_phrase_validity_order")]

    def __str__(self) -> str:
        return f";{self.key}"


class PhraseQuerySet(models.QuerySet[Any]):
    def offered_to(self, user: User | AnonymousUser) -> PhraseQuerySet:
        """The user's own and their jobbtorg's."""
        if isinstance(user, AnonymousUser):
            return self.none()
        of_unit = Q(jobbtorg=user.jobbtorg_id) if user.jobbtorg_id is not None else Q(pk__in=[])
        return self.filter(Q(owner=user.pk) | of_unit)

    def kept_by(self, user: User | AnonymousUser) -> PhraseQuerySet:
        """Those the user may change: one's own, and the jobbtorg's if one answers for it."""
        if isinstance(user, AnonymousUser) or (reach := reach_of(user, Act.KEEP_PHRASES)) is None:
            return self.none()
        return self.offered_to(user) if reach == Reach.UNIT else self.filter(owner=user.pk)


@keeps_history()
class Phrase(models.Model):
    """A phrase of a jobbtorg or of one member of staff. What it was before stands in its history, also once removed."""

    key = models.CharField("kortord", max_length=LONGEST_KEY, validators=[key_validator])
    text = models.CharField("text", max_length=LONGEST_TEXT)
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="phrases", verbose_name="vems", db_index=False
    )
    jobbtorg = models.ForeignKey(
        Jobbtorg, models.PROTECT, null=True, blank=True, related_name="phrases", verbose_name="jobbtorg", db_index=False
    )
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="skriven av", db_index=False)
    changed_at = models.DateTimeField("skriven", default=timezone.now)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        verbose_name = "egen fras"
        verbose_name_plural = "egna fraser"
        ordering = ["key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=True, jobbtorg__isnull=False) | Q(owner__isnull=False, jobbtorg__isnull=True),
                name="phrase_is_of_somebody_or_a_jobbtorg",
                violation_error_message="En fras är någons egen eller jobbtorgets.",
            ),
            models.UniqueConstraint(
                fields=["owner", "key"],
                condition=Q(owner__isnull=False),
                name="one_own_phrase_per_key",
                violation_error_message="Du har redan en fras med det kortordet.",
            ),
            models.UniqueConstraint(
                fields=["jobbtorg", "key"],
                condition=Q(jobbtorg__isnull=False),
                name="one_phrase_per_key_and_jobbtorg",
                violation_error_message="Jobbtorget har redan en fras med det kortordet.",
            ),
        ]

    def __str__(self) -> str:
        return f";{self.key}"

    @property
    def is_of_unit(self) -> bool:
        """Whether it is the jobbtorg's, for all who work there."""
        return self.jobbtorg_id is not None

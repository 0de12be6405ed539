"""The access log: who opened which person or case, searched, or was refused; when, why, and from where."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from audit.lookups import MOST_LOOKUPS
from organisation.access.permissions import Act, may
from organisation.models import Jobbtorg, User


class AccessKind(models.TextChoices):
    READ = "READ", "Öppnade"
    SEARCH = "SEARCH", "Sökte"
    REVEAL = "REVEAL", "Visade dold uppgift"
    EXPORT = "EXPORT", "Hämtade fil"
    PRINT = "PRINT", "Skrev ut"
    WRITE = "WRITE", "Registrerade eller ändrade"
    DENIED = "DENIED", "Nekades"
    BREAK_GLASS = "BREAK_GLASS", "Bröt glaset"
    OPEN_PROTECTED = "OPEN_PROTECTED", "Öppnade skyddad person"
    SIGN_IN = "SIGN_IN", "Loggade in"
    SIGN_IN_FAILED = "SIGN_IN_FAILED", "Misslyckad inloggning"
    SIGN_OUT = "SIGN_OUT", "Loggade ut"


class AccessEvent(models.Model):
    """One look at personal data, one act, one refusal, or one sign-in. Rows are only ever added (audit.operations).

    The table is partitioned by month and its primary key is (id, at). A trigger gives the id, and triggers refuse
    UPDATE, DELETE and TRUNCATE to everybody.
    """

    # The database's own clock: one for all machines, and the column the table is partitioned by.
    at = models.DateTimeField("tid", db_default=Now(), editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="användare",
        help_text="Tom bara när någon okänd försökte logga in.",
    )
    kind = models.CharField("händelse", max_length=16, choices=AccessKind)
    view = models.CharField("sida", max_length=80)
    subject = models.CharField(
        "gäller", max_length=40, blank=True, help_text="Ärende- eller remissnummer, eller lista."
    )
    person_id = models.BigIntegerField("person", null=True, blank=True)
    sought = models.CharField(
        "sökt nummer", max_length=64, blank=True, help_text="Nycklat hashvärde av det identitetsnummer som söktes."
    )
    reason = models.CharField("skäl", max_length=300, blank=True)
    address = models.GenericIPAddressField("IP-adress", null=True, blank=True)

    class Meta:
        verbose_name = "logghändelse"
        verbose_name_plural = "logghändelser"
        ordering = ["-at", "-pk"]
        # What the log is asked for: a period, and in it an employee, a person, a case, a searched number, a rare event.
        indexes = [
            models.Index(fields=["at", "id"], name="access_by_time"),
            models.Index(fields=["user", "at"], name="access_by_user"),
            models.Index(fields=["person_id", "at"], name="access_by_person", condition=Q(person_id__isnull=False)),
            models.Index(fields=["subject", "at"], name="access_by_subject", condition=~Q(subject="")),
            models.Index(fields=["sought", "at"], name="access_by_number", condition=~Q(sought="")),
            models.Index(fields=["kind", "at"], name="access_by_kind", condition=~Q(kind="READ")),
        ]
        constraints = [
            models.CheckConstraint(
                name="only_a_failed_sign_in_has_no_user",
                condition=Q(user__isnull=False) | Q(kind=AccessKind.SIGN_IN_FAILED),
                violation_error_message="Bara en misslyckad inloggning kan sakna användare.",
            ),
            models.CheckConstraint(
                name="sought_is_a_keyed_hash",
                condition=Q(sought="") | Q(sought__regex=r"^[0-9a-f]{64}$"),
                violation_error_message="Det sökta numret får bara lagras som hashvärde.",
            ),
            models.CheckConstraint(
                name="the_exceptional_has_a_reason",
                condition=~Q(kind__in=[AccessKind.BREAK_GLASS, AccessKind.OPEN_PROTECTED], reason=""),
                violation_error_message="Ange ett skäl.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject or self.view}"


class Lookup(models.Model):
    """One of a user's places for looking persons up, and what it was last used for (audit.lookups)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="användare", db_index=False
    )
    number = models.PositiveSmallIntegerField("plats")
    person_id = models.BigIntegerField("person", null=True, blank=True, help_text="Tom för en sökning utan träff.")
    at = models.DateTimeField("tid", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "uppslag"
        verbose_name_plural = "uppslag"
        ordering = ["user", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "number"],
                name="one_look_up_per_place",
                violation_error_message="Platsen är upptagen.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_LOOKUPS),
                name="look_up_has_one_of_the_places",
                violation_error_message="Platsen finns inte.",
            ),
        ]

    def __str__(self) -> str:
        return f"Uppslag {self.number}"


class LogSeal(models.Model):
    """The rows of the log up to `last_id`, fixed: a change of one of them breaks this seal and all after it.

    `digest` is the SHA-256 of the previous seal's digest, of this seal's own facts, and of the digest of each row in
    order of id. `prints` holds, per row, its id and the first eight bytes of its digest, so that a broken seal can
    tell which rows differ. Rows are only ever added (audit.seals.sealing).
    """

    number = models.PositiveBigIntegerField("nummer", primary_key=True)
    first_id = models.PositiveBigIntegerField("första rad")
    last_id = models.PositiveBigIntegerField("sista rad", unique=True)
    rows = models.PositiveBigIntegerField("rader")
    digest = models.BinaryField("kontrollvärde", max_length=32)
    prints = models.BinaryField("radernas avtryck")
    sealed_at = models.DateTimeField("förseglad")

    class Meta:
        verbose_name = "loggförsegling"
        verbose_name_plural = "loggförseglingar"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="a_seal_covers_something",
                condition=Q(first_id__gte=1, last_id__gte=F("first_id"), rows__gte=1),
                violation_error_message="En försegling omfattar minst en rad.",
            )
        ]

    def __str__(self) -> str:
        return f"Försegling {self.number}"


class ReviewResult(models.TextChoices):
    NO_REMARK = "NO_REMARK", "Utan anmärkning"
    DEVIATION = "DEVIATION", "Avvikelse"


class ReviewCause(models.TextChoices):
    """Why an event is looked at. An event with several causes stands under the first of them."""

    BREAK_GLASS = "BREAK_GLASS", "Bröt glaset"
    PROTECTED = "PROTECTED", "Skyddad person"
    SAME_SURNAME = "SAME_SURNAME", "Samma efternamn"
    SAMPLE = "SAMPLE", "Stickprov"


class LogReviewQuerySet(models.QuerySet["LogReview"]):
    def visible_to(self, user: User) -> LogReviewQuerySet:
        """A manager reviews the staff of the own jobbtorg; whoever reviews the log sees whether all of them do."""
        if may(user, Act.READ_LOG):
            return self
        if not may(user, Act.REVIEW_STAFF):
            return self.none()
        return self.filter(jobbtorg=user.jobbtorg_id)


class LogReview(models.Model):
    """One month of what a jobbtorg's staff has opened, for its manager to go through: log control every month."""

    jobbtorg = models.ForeignKey(
        Jobbtorg, models.PROTECT, related_name="log_reviews", verbose_name="jobbtorg", db_index=False
    )
    month = models.DateField("månad", help_text="Månadens första dag.")
    created_at = models.DateTimeField("skapad", auto_now_add=True)
    result = models.CharField("resultat", max_length=12, choices=ReviewResult, blank=True)
    comment = models.CharField("kommentar", max_length=1000, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="granskad av",
        db_index=False,
    )
    reviewed_at = models.DateTimeField("granskad", null=True, blank=True)

    objects = LogReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "loggranskning"
        verbose_name_plural = "loggranskningar"
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(
                fields=["jobbtorg", "month"],
                name="one_log_review_per_unit_and_month",
                violation_error_message="Månaden har redan en granskning.",
            ),
            models.CheckConstraint(
                name="log_review_is_done_or_not",
                condition=Q(result="", reviewed_by__isnull=True, reviewed_at__isnull=True)
                | (~Q(result="") & Q(reviewed_by__isnull=False, reviewed_at__isnull=False)),
                violation_error_message="En granskning är klar när någon har angett resultatet.",
            ),
            models.CheckConstraint(
                name="a_deviation_is_described",
                condition=~Q(result=ReviewResult.DEVIATION, comment=""),
                violation_error_message="Beskriv avvikelsen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jobbtorg} {self.month:%Y-%m}"

    @property
    def is_done(self) -> bool:
        return self.result != ""


class LogReviewItem(models.Model):
    """One event to look at. It points into the log without a foreign key: the log's key has two parts."""

    review = models.ForeignKey(
        LogReview, models.PROTECT, related_name="items", verbose_name="granskning", db_index=False
    )
    event_id = models.BigIntegerField("händelse")
    cause = models.CharField("anledning", max_length=12, choices=ReviewCause)

    class Meta:
        verbose_name = "händelse att granska"
        verbose_name_plural = "händelser att granska"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "event_id"],
                name="an_event_once_per_log_review",
                violation_error_message="Händelsen finns redan i granskningen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_cause_display()} {self.event_id}"


class FileRequest(models.Model):
    """A file with many persons that somebody has asked for. A second person decides, and it is fetched once.

    The address of the file, with what narrows it, is what was asked for and what is given; more persons than were named
    to who decided are never in it.
    """

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="file_requests", verbose_name="begärd av"
    )
    asked_at = models.DateTimeField("begärd", db_default=Now(), editable=False)
    jobbtorg = models.ForeignKey(
        Jobbtorg,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="jobbtorg",
        help_text="Där den som begärde arbetade; tomt för centrala roller.",
    )
    address = models.TextField("adress")
    subject = models.CharField("gäller", max_length=40)
    most_persons = models.PositiveIntegerField("högst antal personer")
    reason = models.CharField("skäl", max_length=300)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="beslutad av",
        db_index=False,
    )
    decided_at = models.DateTimeField("beslutad", null=True, blank=True)
    is_approved = models.BooleanField("godkänd", default=False)

    class Meta:
        verbose_name = "begäran om fil"
        verbose_name_plural = "begäranden om filer"
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                name="nobody_decides_their_own_file",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                violation_error_message="En annan person måste besluta.",
            ),
            models.CheckConstraint(
                name="file_decision_is_whole",
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, is_approved=False)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message="Ange vem som har beslutat och när.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, högst {self.most_persons} personer"


class FetchedFile(models.Model):
    """That the file of a request has been fetched: once, because there is one row for each request."""

    request = models.OneToOneField(FileRequest, models.PROTECT, related_name="fetched", verbose_name="begäran")
    at = models.DateTimeField("hämtad", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "hämtad fil"
        verbose_name_plural = "hämtade filer"

    def __str__(self) -> str:
        return str(self.request)

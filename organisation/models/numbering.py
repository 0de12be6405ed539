"""Case and referral numbers: unbroken series that say nothing about the person."""

from django.db import models


class NumberSeries(models.Model):
    """The last number given in a series and year, for example RS 2026."""

    prefix = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "nummerserie"
        verbose_name_plural = "nummerserier"
        constraints = [
            models.UniqueConstraint(
                fields=["prefix", "year"],
                name="one_series_per_prefix_and_year",
                violation_error_message="Det finns redan en nummerserie för det året.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"

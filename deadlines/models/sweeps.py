"""When the clocks were swept, and what was found."""

from __future__ import annotations

from django.db import models


class SweepRun(models.Model):
    """One completed sweep: proof that deadlines were looked at, and what was found. Sweeps forget old ones."""

    evaluated_on = models.DateField("för dagen")
    started_at = models.DateTimeField("startad")
    finished_at = models.DateTimeField("klar")
    breached = models.PositiveIntegerField("brutna frister")
    excused = models.PositiveIntegerField("ursäktade frister", default=0)
    notices = models.PositiveIntegerField("notiser")

    class Meta:
        verbose_name = "fristkörning"
        verbose_name_plural = "fristkörningar"
        ordering = ["-finished_at"]
        indexes = [models.Index(fields=["-finished_at"], name="latest_sweep")]

    def __str__(self) -> str:
        return f"Fristkörning {self.evaluated_on}"

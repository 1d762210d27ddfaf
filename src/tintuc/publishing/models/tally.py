"""How much was released when."""

from __future__ import annotations

from django.db import models

from tintuc.network.models import Edition


class Tally(models.Model):
    """How many articles readers of an edition may see that were first released in one month, or on one day of it.

    Kept so that the site map and the sitemaps of a large archive need not count it. Days are the edition's own.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    month = models.DateField()  #: its first day
    day = models.PositiveSmallIntegerField()  #: 0: the month as a whole
    number = models.PositiveIntegerField()
    own = models.PositiveIntegerField(default=0)  #: of them, those whose address here counts: no other site's does
    changed_on = models.DateField()  #: when something in it last changed

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "month", "day"], name="one_tally_a_day")]
        indexes = [models.Index(fields=["edition", "day", "-month"], name="publishing_tally_months")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.month:%Y-%m} {self.day or ''}"

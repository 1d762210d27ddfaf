"""Which articles a page shows beside its own."""

from __future__ import annotations

from django.db import models


class Neighbour(models.Model):
    """That the page of one placement shows another article beside its own, by their keys.

    No list leads from an article to the pages that offer it as related: without these rows they would show its old
    headline, or one that was withdrawn, for as long as nothing else touched them.
    """

    placement = models.PositiveBigIntegerField()
    article = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["placement", "article"], name="one_neighbour_a_page")]
        indexes = [models.Index(fields=["article"], name="publishing_neighbours")]

    def __str__(self) -> str:
        return f"{self.placement}: {self.article}"
